import { type Duration, minutes, seconds, stopwatch } from '#platform/clock.ts'
import type { Outbound } from '#platform/outbound/outbound.ts'
import type { CheckedTarget } from '#platform/outbound/target.ts'
import { sameSite } from './addresses.ts'
import type { Robots } from './robots.ts'

/** What became of a link. */
export interface LinkState {
  url: string
  /**
   * `alive`: it answers; `dead`: it does not, or says there is nothing; `not_asked`: robots.txt of the site asks not to; `unknown`: it may not
   * be asked from here, or there was no time left for it.
   */
  state: 'alive' | 'dead' | 'unknown' | 'not_asked'
  status: number | null
}

/** How links are asked. */
export interface Asking {
  outbound: Outbound
  forbids(target: CheckedTarget): boolean
  /** Any address of the site that is looked at; its own links are asked as its pages are visited. */
  site: string
  robots: Robots
  /** Between two requests to the site itself. */
  pause: Duration
  signal: AbortSignal
}

/** So many links of one crawl, or of one page in a run, are asked. */
export const mostLinks = 500
const longest = minutes(10)
const atOnce = 4

/**
 * Asks each address whether something is there, at most {@link mostLinks} of them. The status line decides, and no body is read. Redirects count
 * as alive, and so does “you may not”. The site
 * itself is asked one link after another, and only where its robots.txt allows; others four at once.
 */
export async function checkLinks(urls: readonly string[], asking: Asking): Promise<LinkState[]> {
  const { outbound, forbids, site, robots, pause, signal } = asking
  const elapsed = stopwatch()
  const states: LinkState[] = []
  const isOwn = (url: string) => URL.canParse(url) && sameSite(url, site)
  const asked = urls.slice(0, mostLinks)
  const own = asked.filter(isOwn)
  const others = asked.filter((url) => !isOwn(url))
  let nextTurn = 0
  const turn = async () => {
    const wait = nextTurn - elapsed()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    nextTurn = elapsed() + Math.max(pause, robots.delay)
  }
  const ask = async (waiting: string[], isReady: () => Promise<void>) => {
    for (let url = waiting.shift(); url !== undefined && !signal.aborted; url = waiting.shift())
      states.push(await stateOf(url, isReady))
  }
  await Promise.all([ask(own, turn), ...Array.from({ length: atOnce }, () => ask(others, async () => {}))])
  return states

  async function stateOf(url: string, isReady: () => Promise<void>): Promise<LinkState> {
    if (isOwn(url) && !robots.allows(url)) return { url, state: 'not_asked', status: null }
    const target = elapsed() > longest ? null : await outbound.check(url).catch(() => null)
    if (!target || forbids(target)) return { url, state: 'unknown', status: null }
    const answer = async (method: 'HEAD' | 'GET') => {
      await isReady()
      return outbound.fetch(url, { method, timeout: seconds(10), maxBytes: 1024 * 1024, statusOnly: true }).then(
        ({ status }) => status,
        () => null,
      )
    }
    const head = await answer('HEAD')
    const status = head === null || head === 405 || head === 501 || head === 404 ? await answer('GET') : head
    const dead = status === null || status === 404 || status === 410 || status >= 500
    return { url, state: dead ? 'dead' : 'alive', status }
  }
}
