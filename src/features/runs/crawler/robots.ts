import robotsParser from 'robots-parser'
import { type Duration, seconds } from '#platform/clock.ts'
import type { Outbound } from '#platform/outbound/outbound.ts'

/** The name sites know the crawler by. */
const agent = 'AegisRunner'
/** What is said of a page that robots.txt keeps us from. */
export const disallowed = 'robots.txt asks not to visit this page.'
const longestDelay = seconds(10)

/** What a site's robots.txt says to us. */
export interface Robots {
  allows(url: string): boolean
  /** The pause it asks for between two pages. */
  delay: Duration
}

/** For one's own site, where robots.txt does not matter. */
export const noRobots: Robots = { allows: () => true, delay: 0 }

/**
 * Reads the robots.txt of a site (RFC 9309): none, or one that cannot be read for reasons of the client, allows everything; a server in
 * trouble allows nothing for now.
 */
export async function readRobots(outbound: Outbound, start: string): Promise<Robots> {
  const url = new URL('/robots.txt', start).href
  const answer = await outbound.fetch(url, { timeout: seconds(10), maxBytes: 512 * 1024 }).catch(() => null)
  if (!answer) return noRobots // the crawl itself will tell that the site cannot be reached
  if (answer.status >= 500) return { allows: () => false, delay: 0 }
  if (answer.status !== 200) return noRobots
  const parsed = robotsParser(url, answer.body.toString('utf8'))
  const delay = seconds(parsed.getCrawlDelay(agent) ?? 0)
  return {
    // The rules are for one origin; another spelling of the site (www, TLS) is judged by the same.
    allows: (page) => parsed.isAllowed(new URL(new URL(page).pathname + new URL(page).search, url).href, agent) ?? true,
    delay: Math.min(delay, longestDelay),
  }
}
