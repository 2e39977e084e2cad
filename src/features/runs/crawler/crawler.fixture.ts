import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { createOutbound, type Outbound } from '#platform/outbound/outbound.ts'
import { findChromium } from '#tests/chromium.ts'
import { forbiddenTargets } from '../browser/forbidden-ports.ts'
import { GuardedBrowser } from '../browser/guarded-browser.ts'
import { type CrawlEnd, type Crawled, type CrawlOptions, crawlSite, type DoneBefore } from './crawl-site.ts'
import { noRobots } from './robots.ts'

/** What {@link openCrawler} hands out. */
export interface TestCrawler {
  browser: GuardedBrowser
  outbound: Outbound
  /** Ports that are this server's own and its database's, as far as the guard knows; nobody listens there. */
  ports: { ourselves: number; database: number }
  crawl(
    start: string,
    options?: Partial<CrawlOptions>,
    before?: DoneBefore[],
  ): Promise<{ end: CrawlEnd; pages: Crawled[]; byPath: Record<string, Crawled['record']> }>
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** A real browser behind the real guard, without an installation around it. Closes after the file. */
export async function openCrawler({
  allowPrivate = true,
  mostMemory,
}: {
  allowPrivate?: boolean
  mostMemory?: number
} = {}): Promise<TestCrawler> {
  const outbound = createOutbound({ allowPrivate, allowHttp: true, allowedAddresses: [] })
  const ports = { ourselves: await freePort(), database: await freePort() }
  const config = readConfig({
    PORT: String(ports.ourselves),
    DATABASE_URL: `postgres://aegis@127.0.0.1:${ports.database}/aegis`,
  })
  const browser = await GuardedBrowser.open({
    chromium: await findChromium(),
    check: outbound.check,
    forbids: forbiddenTargets(config),
    ...(mostMemory && { mostMemory }),
  })
  afterAll(() => browser.close())
  return {
    browser,
    outbound,
    ports,
    async crawl(start, options = {}, before = []) {
      const pages: Crawled[] = []
      const end = await crawlSite(
        browser,
        {
          start,
          maxPages: 50,
          maxDepth: 10,
          robots: noRobots,
          delay: 0,
          audits: false,
          concurrency: 2,
          pageTimeout: seconds(30),
          totalTimeout: minutes(3),
          ...options,
        },
        { page: async (crawled) => void pages.push(crawled), signal: new AbortController().signal },
        before,
      )
      const byPath = Object.fromEntries(
        pages.map(({ record }) => [record.url.slice(new URL(start).origin.length), record]),
      )
      return { end, pages, byPath }
    },
  }
}
