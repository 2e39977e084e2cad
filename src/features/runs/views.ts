import type { z } from 'zod'
import { type ProjectRow, projectOf, projectsOf, type Sight } from '#features/projects/public.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CrawlPageRow, CrawlRow, RunCaseRow, RunRow } from './rows.ts'
import { durationOf } from './rules.ts'
import type { CrawlPageView, CrawlView, RunCaseView, RunView } from './shapes.ts'
import { placeInQueue } from './work.queries.ts'

type Named = { id: string; name: string }

/** Names of projects by id, of a team. One that is archived is looked for by itself. */
export async function projectNames(on: Reader, sight: Sight, ids: readonly string[]): Promise<(id: string) => Named> {
  const names = new Map((await projectsOf(on, sight)).map((project) => [project.id, project.name]))
  for (const id of new Set(ids)) {
    if (!names.has(id)) names.set(id, (await projectOf(on, sight, id))?.name ?? '')
  }
  return (id) => ({ id, name: names.get(id) ?? '' })
}

/** A crawl as it is shown. */
export function crawlView(
  crawl: CrawlRow,
  project: Named,
  waitsBehind: number | null = null,
): z.input<typeof CrawlView> {
  const { options } = crawl
  return {
    id: crawl.id,
    project,
    state: crawl.state,
    phase: crawl.phase,
    startUrl: crawl.start_url,
    maxPages: options.maxPages,
    maxDepth: options.maxDepth,
    respectsRobots: options.respectRobots,
    askedBy: crawl.asked_by,
    pagesFound: crawl.pages_found,
    pagesDone: crawl.pages_done,
    pagesBad: crawl.pages_bad,
    deadLinks: crawl.links.filter(([, state]) => state === 'dead').map(([url, , status]) => ({ url, status })),
    made: crawl.made,
    problem: crawl.problem,
    waitsBehind,
    createdAt: crawl.created_at,
    startedAt: crawl.started_at,
    finishedAt: crawl.finished_at,
  }
}

/** A crawl as it is shown by itself, with its place in the queue. */
export async function wholeCrawlView(on: Reader, crawl: CrawlRow, project: ProjectRow, now: Date) {
  const waitsBehind = crawl.state === 'queued' ? await placeInQueue(on, crawl.team_id, crawl.id, now) : null
  return crawlView(crawl, { id: project.id, name: project.name }, waitsBehind)
}

/** A page of a crawl as it is listed. */
export const crawlPageView = ({ record, ...page }: CrawlPageRow): z.input<typeof CrawlPageView> => ({
  position: page.position,
  url: page.url,
  finalUrl: record.finalUrl,
  depth: page.depth,
  outcome: page.outcome,
  problem: record.problem,
  status: page.status,
  title: page.title,
  loadMs: record.timings.load,
  consoleErrors: record.consoleErrors.length,
  failedRequests: record.failedRequests.length,
  findings: record.findings.reduce((sum, { count }) => sum + count, 0),
  pictureId: page.picture_id,
})

/** A run as it is shown. */
export function runView(run: RunRow, project: Named, waitsBehind: number | null = null): z.input<typeof RunView> {
  return {
    id: run.id,
    project,
    state: run.state,
    trigger: run.trigger,
    title: run.title,
    baseUrl: run.base_url,
    askedBy: run.asked_by,
    rerunOf: run.rerun_of,
    problem: run.problem,
    totalCases: run.total_cases,
    passedCases: run.passed_cases,
    failedCases: run.failed_cases,
    skippedCases: run.skipped_cases,
    reviewCases: run.review_cases,
    flakyCases: run.flaky_cases,
    durationMs: durationOf(run),
    waitsBehind,
    createdAt: run.created_at,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
  }
}

/** A run as it is shown by itself, with its place in the queue. */
export async function wholeRunView(on: Reader, run: RunRow, project: ProjectRow, now: Date) {
  const waitsBehind = run.state === 'queued' ? await placeInQueue(on, run.team_id, run.id, now) : null
  return runView(run, { id: project.id, name: project.name }, waitsBehind)
}

/** A case of a run as it is shown. */
export const runCaseView = (one: RunCaseRow): z.input<typeof RunCaseView> => ({
  position: one.position,
  caseId: one.case_id,
  suiteId: one.suite_id,
  suiteName: one.suite_name,
  pageUrl: one.page_url,
  name: one.name,
  kind: one.definition?.kind ?? null,
  state: one.state,
  flaky: one.flaky,
  durationMs: one.duration_ms,
  failureType: one.failure_type,
  message: one.message,
  trace: one.trace,
  pictureId: one.picture_id,
  baselineId: one.baseline_id,
  diffId: one.diff_id,
  reviewedAs: one.reviewed_as,
})
