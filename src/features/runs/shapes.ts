import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { caseStates, crawlStates, runStates, triggers } from './contract.ts'

const Asker = z.object({ kind: z.enum(['user', 'key', 'schedule']), id: z.string(), name: z.string() })
const project = z.object({ id: z.string(), name: z.string() })

/** A crawl, as it stands at this moment. */
export const CrawlView = z.object({
  id: z.string(),
  project,
  state: z.enum(crawlStates),
  phase: z.enum(['pages', 'links', 'suites']).nullable(),
  startUrl: z.string(),
  maxPages: z.int(),
  maxDepth: z.int(),
  respectsRobots: z.boolean(),
  askedBy: Asker,
  pagesFound: z.int(),
  pagesDone: z.int(),
  pagesBad: z.int(),
  deadLinks: z.array(z.object({ url: z.string(), status: z.int().nullable() })),
  made: z.object({ suitesMade: z.int(), casesMade: z.int(), casesUpdated: z.int() }).nullable(),
  problem: z.string().nullable(),
  waitsBehind: z
    .int()
    .nullable()
    .describe('How many crawls and runs of the team wait before it; null when it does not wait'),
  createdAt: instant(),
  startedAt: instant().nullable(),
  finishedAt: instant().nullable(),
})

/** A page of a crawl, as it is listed. */
export const CrawlPageView = z.object({
  position: z.int(),
  url: z.string(),
  finalUrl: z.string(),
  depth: z.int(),
  outcome: z.string(),
  problem: z.string().nullable(),
  status: z.int().nullable(),
  title: z.string(),
  loadMs: z.number().nullable(),
  consoleErrors: z.int(),
  failedRequests: z.int(),
  findings: z.int(),
  pictureId: z.string().nullable(),
})

/** Everything that was found of a page. */
export const CrawlPageDetail = CrawlPageView.extend({
  language: z.string(),
  headings: z.array(z.object({ level: z.int(), text: z.string() })),
  meta: z.record(z.string(), z.string().nullable()),
  links: z.array(
    z.object({
      href: z.string(),
      text: z.string(),
      state: z
        .enum(['alive', 'dead', 'unknown', 'not_asked'])
        .describe('unknown: it may not be asked from here; not_asked: robots.txt asks not to'),
      status: z.int().nullable(),
    }),
  ),
  forms: z.array(
    z.object({
      name: z.string(),
      action: z.string(),
      method: z.string(),
      fields: z.array(z.object({ name: z.string(), type: z.string(), label: z.string(), required: z.boolean() })),
    }),
  ),
  timings: z.object({
    ttfb: z.number().nullable(),
    fcp: z.number().nullable(),
    lcp: z.number().nullable(),
    cls: z.number().nullable(),
    load: z.number().nullable(),
  }),
  securityHeaders: z.record(z.string(), z.string().nullable()),
  errors: z.array(z.string()),
  failures: z.array(z.object({ url: z.string(), why: z.string() })),
  accessibility: z.array(
    z.object({
      id: z.string(),
      impact: z.string(),
      help: z.string(),
      helpUrl: z.string(),
      count: z.int(),
      targets: z.array(z.string()),
    }),
  ),
})

/** A run, as it stands at this moment. */
export const RunView = z.object({
  id: z.string(),
  project,
  state: z.enum(runStates),
  trigger: z.enum(triggers),
  title: z.string(),
  baseUrl: z.string().nullable(),
  askedBy: Asker,
  rerunOf: z.string().nullable(),
  problem: z.string().nullable(),
  totalCases: z.int(),
  passedCases: z.int(),
  failedCases: z.int(),
  skippedCases: z.int(),
  reviewCases: z.int(),
  flakyCases: z.int(),
  durationMs: z.int().nullable(),
  waitsBehind: z.int().nullable(),
  createdAt: instant(),
  startedAt: instant().nullable(),
  finishedAt: instant().nullable(),
})

/** A case of a run. */
export const RunCaseView = z.object({
  position: z.int(),
  caseId: z.string().nullable(),
  suiteId: z.string().nullable(),
  suiteName: z.string(),
  pageUrl: z.string().nullable(),
  name: z.string(),
  kind: z.string().nullable(),
  state: z.enum(caseStates),
  flaky: z.boolean(),
  durationMs: z.int().nullable(),
  failureType: z.string().nullable(),
  message: z.string().nullable(),
  trace: z.array(z.object({ says: z.string(), ms: z.number(), ok: z.boolean() })),
  pictureId: z.string().nullable(),
  baselineId: z.string().nullable(),
  diffId: z.string().nullable(),
  reviewedAs: z.enum(['accepted', 'rejected']).nullable(),
})

/** How a run differs from the one before. */
export const ComparisonView = z.object({
  before: z.object({ id: z.string(), state: z.enum(runStates), createdAt: instant() }).nullable(),
  broken: z
    .array(z.object({ position: z.int(), suiteName: z.string(), name: z.string() }))
    .describe('Passed before, failed now'),
  mended: z
    .array(z.object({ position: z.int(), suiteName: z.string(), name: z.string() }))
    .describe('Failed before, passed now'),
  stillFailing: z.int(),
  added: z.int(),
  slower: z.array(
    z.object({ position: z.int(), suiteName: z.string(), name: z.string(), beforeMs: z.int(), nowMs: z.int() }),
  ),
})

export const CrawlsView = z.object({ items: z.array(CrawlView), nextCursor: z.string().nullable() })
export const CrawlPagesView = z.object({ items: z.array(CrawlPageView), nextAfter: z.int().nullable() })
export const RunsView = z.object({ items: z.array(RunView), nextCursor: z.string().nullable() })
export const RunCasesView = z.object({ items: z.array(RunCaseView) })
export const TrendView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      state: z.enum(runStates),
      passedCases: z.int(),
      failedCases: z.int(),
      reviewCases: z.int(),
      skippedCases: z.int(),
      durationMs: z.int().nullable(),
      createdAt: instant(),
    }),
  ),
})
