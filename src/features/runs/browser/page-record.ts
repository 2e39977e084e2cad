import { z } from 'zod'
import { plainText } from '#platform/plain-text.ts'

const text = z
  .string()
  .max(2_000)
  .transform((given) => plainText(given, 2_000))
const milliseconds = z.number().nullable()

/** How a visit of a page ended. Everything but `ok` and `http_error` means that no page could be read. */
export const outcomes = [
  'ok',
  'http_error',
  'unreachable',
  'bad_tls',
  'redirect_loop',
  'timed_out',
  'download',
  'crashed',
  'refused',
] as const

/** How a visit ended. */
export type Outcome = (typeof outcomes)[number]

/** What is read out of a page. It was written by strangers: lengths are held again here, whatever the page did to our script. */
export const PageContent = z.object({
  title: text,
  language: text,
  headings: z.array(z.object({ level: z.int(), text })).max(60),
  meta: z.object({
    description: text.nullable(),
    canonical: text.nullable(),
    robots: text.nullable(),
    viewport: text.nullable(),
    ogTitle: text.nullable(),
    ogImage: text.nullable(),
  }),
  links: z.array(z.object({ href: text, text })).max(500),
  moreLinks: z.int().min(0).describe('Links beyond those'),
  forms: z
    .array(
      z.object({
        name: text,
        action: text,
        method: text,
        fields: z.array(z.object({ name: text, type: text, label: text, required: z.boolean() })).max(60),
      }),
    )
    .max(20),
})

/** How fast a page was, in milliseconds; CLS without a unit. */
export const Timings = z.object({
  ttfb: milliseconds,
  fcp: milliseconds,
  lcp: milliseconds,
  cls: z.number().nullable(),
  load: milliseconds,
})

/** One kind of accessibility finding on a page. */
export const Finding = z.object({
  id: text,
  impact: text,
  help: text,
  helpUrl: text,
  count: z.int(),
  targets: z.array(text).max(5),
})

/** Everything a visit found. */
export const PageRecord = PageContent.extend({
  url: text,
  finalUrl: text,
  status: z.int().nullable(),
  outcome: z.enum(outcomes),
  problem: text.nullable().describe('In words, when the page could not be read'),
  consoleErrors: z.array(text),
  failedRequests: z.array(z.object({ url: text, why: text })),
  timings: Timings,
  securityHeaders: z.record(z.string(), text.nullable()),
  findings: z.array(Finding),
})

/** Everything a visit found. */
export type PageRecord = z.output<typeof PageRecord>

/** The content of a page that could not be read. */
export const noContent: z.output<typeof PageContent> = {
  title: '',
  language: '',
  headings: [],
  meta: { description: null, canonical: null, robots: null, viewport: null, ogTitle: null, ogImage: null },
  links: [],
  moreLinks: 0,
  forms: [],
}

/** Timings that were not measured. */
export const noTimings: z.output<typeof Timings> = { ttfb: null, fcp: null, lcp: null, cls: null, load: null }
