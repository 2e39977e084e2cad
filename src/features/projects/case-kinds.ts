import { z } from 'zod'
import { isPlainName } from '#platform/names.ts'

const plain = {
  error: 'Control and invisible characters cannot be used here.',
  params: { code: 'invisible_characters' },
}

/** One line of text that people write. */
export const Line = (most: number, empty?: string) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(empty ? 1 : 0, empty)
    .max(most, `Use at most ${most} characters.`)
    .refine(isPlainName, plain)

/** A text that stood in somebody's page: anything, but not endless. */
const Found = (most = 1_000) =>
  z
    .string()
    .max(most)
    // PostgreSQL stores neither NUL nor half a character.
    .refine((text) => !/[\0\p{Cs}]/u.test(text), plain)

/** An address of a page, in the one spelling the URL parser gives it, without its fragment. */
export const PageUrl = z
  .string()
  .trim()
  .max(2_048, 'Use at most 2,048 characters.')
  .refine((text) => /^https?:\/\/[^/@\s]+/i.test(text) && URL.canParse(text), {
    error: 'Write a whole address, such as https://shop.example/basket.',
    params: { code: 'not_an_address' },
  })
  .transform((text) => {
    const url = new URL(text)
    url.hash = ''
    return url.href
  })
  .refine((text) => !new URL(text).username && !new URL(text).password, {
    error: 'Leave the user name and password out of the address.',
    params: { code: 'has_credentials' },
  })

const Where = Line(2_048, 'Write an address, such as /basket.')
const Target = Line(500, 'Say which element, such as text=Log in or #search.')

/** One step of a test written by hand. Targets are Playwright selectors. */
export const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('goto'), url: Where }),
  z.strictObject({ do: z.literal('click'), target: Target }),
  z.strictObject({ do: z.literal('fill'), target: Target, value: Found(2_000) }),
  z.strictObject({ do: z.literal('expectText'), text: Line(500, 'Write the text that should be there.') }),
  z.strictObject({ do: z.literal('expectUrl'), url: Where }),
])

const FormField = z.strictObject({ name: Found(200), type: Found(50), label: Found(300) })

/** A form of a page, as far as a test looks at it. */
export const PageForm = z.strictObject({ fields: z.array(FormField).max(100) })

const kind = <K extends string, P extends z.ZodType>(name: K, params: P) =>
  z.strictObject({ kind: z.literal(name), params })

/** What a case checks. Every kind but `steps` looks at the page of its suite. */
export const CaseDefinition = z.discriminatedUnion('kind', [
  kind('loads', z.strictObject({ url: PageUrl, finalUrl: PageUrl.optional() })),
  kind('heading', z.strictObject({ title: Found(), heading: Found().nullable() })),
  kind('no-console-errors', z.strictObject({ known: z.array(Found()).max(100) })),
  kind('no-failed-requests', z.strictObject({ known: z.array(Found(2_048)).max(100) })),
  kind(
    'links-alive',
    z.strictObject({
      links: z.array(PageUrl).max(500),
      known: z
        .array(PageUrl)
        .max(500)
        .optional()
        .describe(
          'Dead links that are no news: all others on the page at that time are asked. Without it, those in links are',
        ),
    }),
  ),
  kind('forms', z.strictObject({ forms: z.array(PageForm).max(20) })),
  kind(
    'accessibility',
    z.strictObject({
      baseline: z.record(
        z.string().regex(/^[\w-]{1,100}$/, 'This is not the name of a rule.'),
        z.int().min(0).max(100_000),
      ),
    }),
  ),
  kind(
    'budget',
    z.strictObject({ loadMs: z.int().min(100, 'A tenth of a second at least.').max(120_000, 'Two minutes at most.') }),
  ),
  kind('screenshot', z.strictObject({ baselineId: Found(60).nullable(), threshold: z.number().min(0).max(1) })),
  kind('steps', z.strictObject({ steps: z.array(Step).min(1, 'Add a step.').max(50, 'Use at most 50 steps.') })),
])

export type CaseDefinition = z.output<typeof CaseDefinition>
export type CaseKind = CaseDefinition['kind']
export type Step = z.output<typeof Step>
export type PageForm = z.output<typeof PageForm>

/** How much a case matters, for choosing a part of them. */
export const priorities = ['high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]

/** What each kind checks, in words. */
export const kindSays: Readonly<Record<CaseKind, string>> = {
  loads: 'The page loads and ends at the right address',
  heading: 'Title and main heading are as before',
  'no-console-errors': 'No new errors in the console',
  'no-failed-requests': 'No requests of the page fail that worked before',
  'links-alive': 'The links on the page work',
  forms: 'Forms and their fields are there',
  accessibility: 'Accessibility is no worse than before',
  budget: 'The page loads within its time',
  screenshot: 'The page looks as before',
  steps: 'A visitor can take these steps',
}
