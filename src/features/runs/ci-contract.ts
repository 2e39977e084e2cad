import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { plainText } from '#platform/plain-text.ts'
import { caseStates, runStates, runStrategies } from './contract.ts'

const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w-]+$/, 'This is no id.')
const ids = z.array(id).min(1).max(500)

/** What a pipeline asks for; everything may be left out. */
export const Trigger = z.object({
  suiteIds: ids.optional(),
  caseIds: ids.optional(),
  selectionStrategy: z.enum(runStrategies).optional(),
  browserProfile: z.string().max(40).optional(),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'Write a whole address, such as https://staging.shop.example.' })
    .max(2_048)
    .transform((given) => new URL(given).href)
    .optional(),
  crawl: z.boolean().optional(),
  maxPages: z.int().min(1).max(10_000).optional(),
  maxDepth: z.int().min(0).max(50).optional(),
  projectId: id.optional(),
})

/** What a pipeline is answered: a run (201), a crawl (202), or why a crawl could not start (200). */
export const Triggered = z.object({
  id: z.string().optional(),
  crawl_id: z.string().optional(),
  project_id: z.string().optional(),
  projectName: z.string().optional(),
  status: z.string(),
  runType: z.string().optional(),
  targetIds: z.array(z.string()).optional(),
  createdAt: instant().optional(),
  dashboardUrl: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
})

/** A run as a pipeline sees it; `cases` once it is over. */
export const CiRun = z.object({
  id: z.string(),
  status: z.enum(runStates),
  isFinished: z.boolean(),
  exitCode: z.int().describe('0 when everything passed, else 1'),
  totalCases: z.int(),
  passedCases: z.int(),
  failedCases: z.int(),
  skippedCases: z.int(),
  duration_ms: z.int().nullable(),
  createdAt: instant(),
  completed_at: instant().nullable(),
  dashboardUrl: z.string(),
  problem: z.string().nullable().describe('Why it could not be finished, in words'),
  cases: z
    .array(
      z.object({
        name: z.string(),
        suiteName: z.string(),
        status: z.enum(caseStates),
        durationMs: z.int().nullable(),
        errorMessage: z.string().nullable(),
        failureType: z.string().nullable(),
      }),
    )
    .optional(),
})

/** A report of another tool, taken as a run. */
export const ReportQuery = z.object({ projectId: id.optional(), name: z.string().max(100).optional() })

/** A text of a runner, as it can be kept. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((given) => plainText(given, most))
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .transform((given) => plainText(given, most))

/** A runner that says that it is there. */
export const Heartbeat = z.object({ runnerId: line(100), hostname: line(255) })
export const HeartbeatView = z.object({ ok: z.boolean() })

const runnerUrl = z
  .url({ protocol: /^https?$/, error: 'Write a whole address, such as https://intranet.example/.' })
  .max(2_048)
  .transform((given) => new URL(given).href)

/** Something a runner of the team's own should look at. */
export const Enqueue = z.object({ url: runnerUrl, note: text(500).optional() })
export const Enqueued = z.object({ jobId: z.string() })
export const RunnerJob = z.object({ id: z.string(), url: z.string(), note: z.string() })

/** What a runner found. */
export const RunnerResult = z.object({
  ok: z.boolean(),
  target: text(2_048).optional(),
  homeStatus: z.int().nullish(),
  title: text(1_000).nullish(),
  responseMs: z.number().min(0).nullish(),
  server: text(500).nullish(),
  pagesChecked: z.int().min(0).nullish(),
  brokenLinks: z
    .array(
      z.union([
        text(2_048),
        z.object({ url: text(2_048).optional(), status: z.union([z.int(), text(100)]).nullish() }),
      ]),
    )
    .max(1_000)
    .optional(),
  runBy: text(200).nullish(),
  error: text(2_000).nullish(),
})
export const RunnerJobView = z.object({
  job: z.object({
    id: z.string(),
    url: z.string(),
    note: z.string(),
    status: z.enum(['queued', 'running', 'completed']),
    createdAt: instant(),
  }),
  result: z.record(z.string(), z.unknown()).nullable(),
})

export const triggerRefusals = {
  project_needed: { status: 400, message: 'This key sees several projects: say which one with projectId.' },
  project_archived: { status: 400, message: 'This project is archived. Bring it back before testing it.' },
  browser_missing: {
    status: 400,
    message: 'Only the browser profile chromium exists. Leave browserProfile out, or send chromium.',
  },
  nothing_to_run: {
    status: 400,
    message: 'There is nothing to run: no test that is switched on fits. Send “crawl”: true first, or switch tests on.',
  },
  not_on_site: { status: 400, message: 'This address is not on the site of the project.' },
  limit_reached: {
    status: 402,
    message: 'A limit of your plan is reached. Choose a larger plan under Settings → Billing.',
  },
} as const

export const reportRefusals = {
  project_needed: triggerRefusals.project_needed,
  project_archived: triggerRefusals.project_archived,
  limit_reached: triggerRefusals.limit_reached,
  not_junit: {
    status: 400,
    message:
      'This is not a JUnit report that can be read: well-formed XML with test suites and cases, and without a document type.',
  },
} as const

export const runnerRefusals = {
  taken_over: { status: 409, message: 'This job was done already, or was given to another runner.' },
} as const
