import { minutes, seconds, stopwatch } from '#platform/clock.ts'
import type { CiOptions } from '../ci.ts'
import { type CiClient, CiFault } from './client.ts'
import type { CiResult } from './report.ts'

const askEvery = seconds(2)

/** Something that was started. */
export interface Started {
  kind: 'run' | 'crawl'
  id: string
  says: string
}

/** Starts a run. */
export async function startRun(client: CiClient, given: CiOptions): Promise<Started> {
  const { body } = await client.send('POST', '/ci/trigger', wish(given))
  return { kind: 'run', id: String(body.id), says: `Started a run of ${body.projectName}: ${body.dashboardUrl}` }
}

/** Starts a crawl. */
export async function startCrawl(client: CiClient, given: CiOptions): Promise<Started> {
  const { body } = await client.send('POST', '/ci/trigger', { ...wish(given), crawl: true })
  if (body.status === 'crawl_failed') throw new CiFault(String(body.error))
  return { kind: 'crawl', id: String(body.crawl_id), says: `${body.message} ${body.dashboardUrl}` }
}

const wish = (given: CiOptions): Record<string, unknown> => ({
  ...(given.project && { projectId: given.project }),
  ...(given.suite && { suiteIds: given.suite }),
  ...(given.case && { caseIds: given.case }),
  ...(given.strategy && { selectionStrategy: given.strategy }),
  ...(given['base-url'] && { baseUrl: given['base-url'] }),
  ...(given['max-pages'] && { maxPages: Number(given['max-pages']) }),
  ...(given['max-depth'] && { maxDepth: Number(given['max-depth']) }),
})

/** Waits for the end. */
export async function follow(client: CiClient, { kind, id }: Started, most: number): Promise<CiResult> {
  const elapsed = stopwatch()
  for (;;) {
    const result = await asItStands(client, { kind, id })
    if (result.over) return result
    if (elapsed() > minutes(most)) throw new CiFault(`It was not over after ${most} minutes; it goes on without us.`)
    await new Promise((resolve) => setTimeout(resolve, askEvery))
  }
}

/** A run or crawl as it stands. */
export const asItStands = (client: CiClient, { kind, id }: Pick<Started, 'kind' | 'id'>): Promise<CiResult> =>
  kind === 'run' ? runEnded(client, id) : crawlEnded(client, id)

/** A run as it stands. */
export async function runEnded(client: CiClient, id: string): Promise<CiResult> {
  const { body } = await client.send('GET', `/ci/runs/${encodeURIComponent(id)}`)
  const {
    status,
    isFinished,
    exitCode,
    totalCases,
    passedCases,
    failedCases,
    skippedCases,
    duration_ms,
    dashboardUrl,
    problem,
    cases,
  } = body
  return {
    kind: 'run',
    id,
    over: isFinished === true,
    status: String(status),
    exitCode: isFinished ? Number(exitCode) : 0,
    counts: { total: totalCases, passed: passedCases, failed: failedCases, skipped: skippedCases },
    durationMs: duration_ms ?? null,
    url: String(dashboardUrl),
    cases: Array.isArray(cases) ? cases : [],
    problem: problem ?? null,
  }
}

async function crawlEnded(client: CiClient, id: string): Promise<CiResult> {
  const { body } = await client.send('GET', `/teams/current/crawls/${encodeURIComponent(id)}`)
  const over = !['queued', 'running'].includes(body.state)
  return {
    kind: 'crawl',
    id,
    over,
    status: String(body.state),
    exitCode: over && body.state !== 'completed' ? 1 : 0,
    counts: { total: body.pagesDone, passed: body.pagesDone - body.pagesBad, failed: body.pagesBad, skipped: 0 },
    durationMs: null,
    url: '',
    cases: [],
    problem: body.problem ?? null,
  }
}
