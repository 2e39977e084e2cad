import { z } from 'zod'
import { runStates, runStrategies, triggers } from './run-states.ts'

export * from './run-states.ts'

const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w-]+$/, 'This is no id.')
const ids = z.array(id).max(500)
const cursor = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), 'Use the nextCursor of the page before.')
    .optional()
const limit = z.coerce.number().int().min(1).max(200).default(20)
const address = z
  .url({ protocol: /^https?$/, error: 'Write a whole address, such as https://staging.shop.example.' })
  .max(2_048)
  .transform((given) => new URL(given).href)
const maxPages = z.int().min(1, 'One page at least.').max(10_000, '10,000 pages at most.')
const maxDepth = z.int().min(0).max(50, '50 links deep at most.')

/** What a crawl is asked for. What is left out is as far as the plan goes. */
export const StartCrawl = z.object({
  projectId: id,
  maxPages: maxPages.optional(),
  maxDepth: maxDepth.optional(),
  delayMs: z.int().min(0).max(10_000, 'Ten seconds at most.').optional(),
  makeSuites: z.boolean().optional(),
})

/** What a run is asked for. Without suites, cases or a strategy it is the whole project. */
export const StartRun = z.object({
  projectId: id,
  suiteIds: ids.optional(),
  caseIds: ids.optional(),
  strategy: z.enum(runStrategies).optional(),
  baseUrl: address.optional(),
})

/** Which cases of a run are run again. */
export const Rerun = z.object({ only: z.enum(['failed', 'all']) })
/** What somebody decides about a changed picture. */
export const Review = z.object({ verdict: z.enum(['accepted', 'rejected']) })

export const RunsQuery = z.object({
  project: id.optional(),
  state: z.enum(runStates).optional(),
  trigger: z.enum(triggers).optional(),
  cursor: cursor('run'),
  limit,
})
export const CrawlsQuery = z.object({ project: id.optional(), cursor: cursor('crawl'), limit })
export const PagesQuery = z.object({ after: z.coerce.number().int().min(-1).max(1_000_000).default(-1), limit })

const archived = { status: 409, message: 'This project is archived. Bring it back before testing it.' } as const

export const startCrawlRefusals = {
  project_archived: archived,
  limit_reached: {
    status: 402,
    message: 'A limit of your plan is reached. Choose a larger plan under Settings → Billing.',
  },
} as const

export const startRunRefusals = {
  ...startCrawlRefusals,
  nothing_to_run: {
    status: 409,
    message: 'There is nothing to run: no test that is switched on fits. Crawl the site first, or switch tests on.',
  },
  not_on_site: { status: 400, message: 'This address is not on the site of the project.' },
} as const

export const endedRefusals = { over_already: { status: 409, message: 'This is over already.' } } as const

export const rerunRefusals = {
  ...startRunRefusals,
  still_running: { status: 409, message: 'This run is not over yet.' },
} as const

export const reviewRefusals = {
  nothing_to_review: {
    status: 409,
    message: 'Somebody has decided about this already, or there is no picture to decide about.',
  },
} as const
