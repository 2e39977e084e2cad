import { Readable } from 'node:stream'
import { type Duration, later, minutes, seconds, stopwatch } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { crawlOf } from './crawl.queries.ts'
import type { CrawlRow } from './rows.ts'
import { isOver } from './rules.ts'

const lookEvery: Duration = 500
const aliveEvery: Duration = seconds(15)
/** A stream that has not ended by then ends with `timeout`; the crawl goes on. */
export const streamLasts: Duration = minutes(30)

const open = new Set<Readable>()

/** Ends every stream of this process, so that it can stop. */
export async function endCrawlEvents(): Promise<void> {
  for (const stream of open) stream.destroy()
}

/**
 * What happens to a crawl, as server-sent events (facts.md “The CI protocol”). First everything that is so already, then what follows, until
 * it is over; a crawl that is over gets its `done` at once. Any node can serve it: it reads what stands in the database.
 */
export function crawlEvents(platform: Platform, teamId: string, id: string): Readable {
  const stream = Readable.from(events(platform, teamId, id))
  open.add(stream)
  stream.on('close', () => open.delete(stream))
  return stream
}

async function* events({ db, clock }: Platform, teamId: string, id: string): AsyncGenerator<string> {
  yield event('connected', { crawl_id: id })
  const until = later(clock.now(), streamLasts)
  let told: Set<string> = new Set()
  let quiet = stopwatch()
  for (;;) {
    const crawl = await crawlOf(db, teamId, id)
    if (!crawl) return yield event('done', { result: 'failed' })
    for (const next of soFar(crawl)) {
      if (told.has(next)) continue
      yield next
      quiet = stopwatch()
    }
    told = new Set(soFar(crawl))
    if (isOver(crawl.state))
      return yield event('done', { result: crawl.state === 'completed' ? 'completed' : 'failed' })
    if (clock.now() >= until) return yield event('timeout', {})
    if (quiet() >= aliveEvery) {
      yield ': still there\n\n'
      quiet = stopwatch()
    }
    await new Promise((resolve) => setTimeout(resolve, lookEvery))
  }
}

/** Everything that is so of a crawl, in the order it came about. */
function soFar(crawl: CrawlRow): string[] {
  const { phase, state } = crawl
  const pages = event('crawl_progress', { pagesFound: crawl.pages_found, pagesDone: crawl.pages_done })
  const made = state === 'completed'
  if (!made && phase !== 'links' && phase !== 'suites') return [pages]
  const crawled = event('crawl_completed', { pagesFound: crawl.pages_done })
  const steps = [
    made || phase === 'suites' ? null : generation('links', 'Checking links', 50),
    generation('suites', 'Making tests', 75),
  ]
  if (made) return [pages, crawled, generation('done', 'Tests are made', 100)]
  return [pages, crawled, (phase === 'links' ? steps[0] : steps[1]) ?? '']
}

const generation = (phase: string, phase_label: string, progress: number): string =>
  event('ai_generation_progress', { phase, phase_label, progress })

const event = (type: string, data: Record<string, unknown>): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
