import { planOf } from '#access/subscriber.queries.ts'
import { type Duration, seconds } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { doCrawl, fail as failCrawl } from './do-crawl.ts'
import { doRun } from './do-run.ts'
import { breakRun } from './end-run.ts'
import type { WorkRow } from './rows.ts'
import { countUnderWay, giveBack, noteTurn, renewWork, takeWork, teamsWaiting } from './work.queries.ts'
import { WorkLost, workOn } from './work.ts'

/** A worker that does crawls and runs in this process. `stop` gives back what is under way, so that another goes on with it at once. */
export interface BrowserWorker {
  stop(): Promise<void>
}

const lookEvery: Duration = 500
const renewEvery: Duration = seconds(5)
const mostAttempts = 3
const teamsAtOnce = 50

/** Starts a worker that does up to `AEGIS_BROWSERS` crawls and runs at the same time. */
export function startBrowserWorker(platform: Platform): BrowserWorker {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let wake = () => {}
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const row = underWay.size < platform.config.AEGIS_BROWSERS ? await next(platform).catch(() => null) : null
      if (row) {
        const doing = perform(platform, row, stopping.signal).finally(() => underWay.delete(doing))
        underWay.add(doing)
        continue
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, lookEvery)
      })
    }
  }
  const looping = loop()
  return {
    stop: async () => {
      stopping.abort()
      wake()
      await looping
      await Promise.all(underWay)
    },
  }
}

/** Does everything that waits, one after another, and returns when nothing is left; for tests. */
export async function drainBrowserWork(platform: Platform): Promise<void> {
  for (let row = await next(platform); row; row = await next(platform))
    await perform(platform, row, new AbortController().signal)
}

/** Takes the next piece of work that may be begun: of the team with the least under way whose turn it is, and within every team's plan. */
async function next(platform: Platform): Promise<WorkRow | null> {
  const { db, clock, config } = platform
  const now = clock.now()
  for (const { team_id } of await teamsWaiting(db, now, teamsAtOnce)) {
    const { concurrentRuns } = await planOf(db, config, team_id, now)
    const row = await db.transaction(async (tx) => {
      const room = concurrentRuns === null || (await countUnderWay(tx, team_id, now)) < concurrentRuns
      const taken = room ? await takeWork(tx, team_id, newId('hold'), now) : undefined
      if (taken) await noteTurn(tx, team_id)
      return taken
    })
    if (row) return row
  }
  return null
}

async function perform(platform: Platform, row: WorkRow, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const beat = setInterval(() => {
    renewWork(platform.db, row, platform.clock.now()).then(
      (held) => held || lost.abort(),
      () => {}, // the database may be away for a moment; if it stays away, the lease runs out by itself
    )
  }, renewEvery)
  const work = workOn(platform, row, AbortSignal.any([lost.signal, stopping]))
  try {
    if (row.attempts > mostAttempts) await giveUp(work, row)
    else if (row.kind === 'crawl') await doCrawl(work)
    else await doRun(work)
    if (stopping.aborted) await giveBack(platform.db, row)
  } catch (error) {
    if (error instanceof WorkLost) return
    platform.log.warn({ err: error, work: row.id, attempt: row.attempts }, 'a crawl or run broke off')
    if (row.attempts >= mostAttempts) await giveUp(work, row).catch(() => {})
    else await giveBack(platform.db, row, { counted: true }).catch(() => {})
  } finally {
    clearInterval(beat)
  }
}

async function giveUp(work: ReturnType<typeof workOn>, row: WorkRow): Promise<void> {
  const problem =
    'The browser broke off several times. If this happens again, whoever runs this installation finds the reason in its log.'
  if (row.kind === 'crawl') await failCrawl(work, row, problem)
  else await breakRun(work, row, problem)
}
