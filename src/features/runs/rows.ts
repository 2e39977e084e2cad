import type { ColumnType } from 'kysely'
import type { CaseDefinition } from '#features/projects/public.ts'
import type { Outcome, PageRecord } from './browser/page-record.ts'

/** JSON in a column: written as text, read as the value. */
type Json<T> = ColumnType<T, string, string>
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>
type Defaulted<T> = ColumnType<T, T | undefined, T>

/** Who asked for a crawl or run, as it is shown later. */
export interface AskedBy {
  kind: 'user' | 'key' | 'schedule'
  id: string
  name: string
}

/** How a crawl is done. */
export interface StoredCrawlOptions {
  maxPages: number
  maxDepth: number
  respectRobots: boolean
  delayMs: number
  makeSuites: boolean
}

/** State of a crawl. */
export type CrawlState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
/** State of a run. */
export type RunState = CrawlState | 'needs_review'
/** State of a case of a run. */
export type CaseState = 'waiting' | 'passed' | 'failed' | 'skipped' | 'needs_review'

/** A link that leads elsewhere: address, state, status. */
export type StoredLink = [url: string, state: 'alive' | 'dead' | 'unknown' | 'not_asked', status: number | null]

/** What became of a crawl's suites. */
export interface Made {
  suitesMade: number
  casesMade: number
  casesUpdated: number
}

/** One thing done while a case was tested. */
export interface TraceStep {
  says: string
  ms: number
  ok: boolean
}

interface CrawlColumns<Text extends boolean> {
  team_id: string
  id: string
  project_id: string
  state: CrawlState
  phase: 'pages' | 'links' | 'suites' | null
  progress: number
  start_url: string
  options: Text extends true ? Json<StoredCrawlOptions> : StoredCrawlOptions
  asked_by: Text extends true ? Json<AskedBy> : AskedBy
  pages_found: number
  pages_done: number
  pages_bad: number
  links: Text extends true ? JsonWithDefault<StoredLink[]> : StoredLink[]
  made: Text extends true ? JsonWithDefault<Made | null> : Made | null
  problem: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

/** A stored crawl. */
export type CrawlRow = CrawlColumns<false>

/** A stored page of a crawl. */
export interface CrawlPageRow {
  team_id: string
  crawl_id: string
  position: number
  url: string
  depth: number
  outcome: Outcome
  status: number | null
  title: string
  record: PageRecord
  picture_id: string | null
}

/** A stored run. */
export interface RunRow {
  team_id: string
  id: string
  project_id: string
  state: RunState
  trigger: 'person' | 'ci' | 'schedule' | 'report'
  run_type: 'project' | 'suites' | 'cases' | 'strategy' | 'rerun' | 'report'
  target_ids: string[]
  title: string
  base_url: string | null
  asked_by: AskedBy
  schedule_id: string | null
  rerun_of: string | null
  problem: string | null
  total_cases: number
  passed_cases: number
  failed_cases: number
  skipped_cases: number
  review_cases: number
  flaky_cases: number
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

/** A stored case of a run. */
export interface RunCaseRow {
  team_id: string
  run_id: string
  position: number
  case_id: string | null
  suite_id: string | null
  suite_name: string
  page_url: string | null
  name: string
  definition: CaseDefinition | null
  state: CaseState
  flaky: boolean
  duration_ms: number | null
  failure_type: string | null
  message: string | null
  trace: TraceStep[]
  picture_id: string | null
  baseline_id: string | null
  diff_id: string | null
  reviewed_as: 'accepted' | 'rejected' | null
}

/** Work for a browser, in the queue. */
export interface WorkRow {
  team_id: string
  id: string
  kind: 'crawl' | 'run'
  created_at: Date
  held_by: string | null
  lease_until: Date | null
  attempts: number
}

/** A picture of a page. */
export interface PictureRow {
  team_id: string
  id: string
  project_id: string
  bytes: Buffer
  created_at: Date
}

/** What a runner of the team's own found. */
export interface RunnerResult {
  ok: boolean
  [more: string]: unknown
}

/** Something a runner of the team's own is asked to look at. */
export interface RunnerJobRow {
  team_id: string
  id: string
  url: string
  note: string
  status: 'queued' | 'running' | 'completed'
  key_id: string
  taken_by: string | null
  lease_until: Date | null
  /** Its runner’s signs of life count until then. */
  renew_until: Date | null
  result: RunnerResult | null
  created_at: Date
  finished_at: Date | null
}

interface RunnerRow {
  team_id: string
  id: string
  hostname: string
  key_id: string
  seen_at: Date
}

type With<Row, Columns> = Omit<Row, keyof Columns> & Columns

declare module '#platform/db/tables.ts' {
  interface Tables {
    pictures: PictureRow
    crawls: With<
      CrawlColumns<true>,
      {
        progress: Defaulted<number>
        pages_found: Defaulted<number>
        pages_done: Defaulted<number>
        pages_bad: Defaulted<number>
      }
    >
    crawl_pages: With<CrawlPageRow, { record: Json<PageRecord> }>
    runs: With<
      RunRow,
      {
        asked_by: Json<AskedBy>
        passed_cases: Defaulted<number>
        failed_cases: Defaulted<number>
        skipped_cases: Defaulted<number>
        review_cases: Defaulted<number>
        flaky_cases: Defaulted<number>
      }
    >
    run_cases: With<
      RunCaseRow,
      { definition: Json<CaseDefinition | null>; trace: JsonWithDefault<TraceStep[]>; flaky: Defaulted<boolean> }
    >
    browser_work: With<WorkRow, { attempts: Defaulted<number> }>
    browser_turns: { team_id: string; turn: string }
    runners: RunnerRow
    runner_jobs: With<RunnerJobRow, { result: ColumnType<RunnerResult | null, null, string> }>
  }
}
