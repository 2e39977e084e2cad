import type { Page } from 'playwright-core'
import { type Duration, seconds, stopwatch } from '#platform/clock.ts'
import type { GuardedBrowser } from '../browser/guarded-browser.ts'
import { unread, type Visit, visit } from '../browser/visit.ts'
import { within } from '../browser/within.ts'
import { canonical, sameSite } from './addresses.ts'
import { Frontier, type Reach, type Waiting } from './frontier.ts'
import { disallowed, type Robots } from './robots.ts'

/** How a site is crawled. */
export interface CrawlOptions extends Reach {
  robots: Robots
  /** Between the starts of two pages. */
  delay: Duration
  audits: boolean
  concurrency: number
  pageTimeout: Duration
  totalTimeout: Duration
}

/** A page of a crawl. */
export interface Crawled extends Visit {
  depth: number
}

/** A page that a worker before has finished. */
export interface DoneBefore {
  url: string
  depth: number
  finalUrl: string
  links: readonly string[]
}

/** Who listens to a crawl. */
export interface CrawlListener {
  /** Called for one page after another; a crawl goes no faster than this. */
  page(crawled: Crawled, found: number): Promise<void>
  signal: AbortSignal
}

/** Why a crawl ended. */
export type CrawlEnd = 'finished' | 'out_of_time' | 'stopped'

// A page that stays open gathers memory in the browser: a fresh one after so many visits.
const visitsPerPage = 50

/** Crawls a site breadth first. Throws only when the browser cannot be started at all, or the listener throws. */
export async function crawlSite(
  browser: GuardedBrowser,
  options: CrawlOptions,
  listener: CrawlListener,
  before: readonly DoneBefore[] = [],
): Promise<CrawlEnd> {
  const frontier = new Frontier(options)
  resume(frontier, before)
  return new Crawl(browser, options, listener, frontier).run()
}

function resume(frontier: Frontier, before: readonly DoneBefore[]): void {
  for (const { finalUrl, links, depth } of before) {
    frontier.visited(finalUrl)
    for (const link of links) frontier.add(link, depth + 1)
  }
  frontier.skip(new Set(before.map(({ url }) => url)))
}

class Crawl {
  readonly #browser: GuardedBrowser
  readonly #options: CrawlOptions
  readonly #listener: CrawlListener
  readonly #frontier: Frontier
  readonly #elapsed = stopwatch()
  #busy = 0
  #failure: unknown
  #nextStart = 0
  #told: Promise<void> = Promise.resolve()
  readonly #idle: (() => void)[] = []

  constructor(browser: GuardedBrowser, options: CrawlOptions, listener: CrawlListener, frontier: Frontier) {
    this.#browser = browser
    this.#options = options
    this.#listener = listener
    this.#frontier = frontier
  }

  async run(): Promise<CrawlEnd> {
    await Promise.all(Array.from({ length: this.#options.concurrency }, () => this.#worker()))
    if (this.#failure) throw this.#failure
    if (this.#listener.signal.aborted) return 'stopped'
    return this.#isLate() ? 'out_of_time' : 'finished'
  }

  async #worker(): Promise<void> {
    let page: Page | null = null
    let visits = 0
    for (let next = await this.#next(); next; next = await this.#next()) {
      try {
        if (!page || page.isClosed() || visits >= visitsPerPage) {
          page = await this.#fresh(page)
          visits = 0
        }
        if (!page) continue
        visits += 1
        let crawled = await this.#visit(page, next)
        if (crawled.again && !this.#isLate()) {
          // It may have been another page that took the browser along: once more, in a fresh one.
          page = await this.#fresh(page)
          if (page) crawled = await this.#visit(page, next)
        }
        if (page && (crawled.record.outcome === 'crashed' || crawled.record.outcome === 'timed_out')) {
          await this.#browser.drop(page) // what hangs or crashed once is not used again
          page = null
        }
        this.#follow(crawled)
        // One after another, so that whoever listens sees pages in the order they are counted.
        this.#told = this.#told.then(() => this.#listener.page(crawled, this.#frontier.found))
        await this.#told
      } catch (error) {
        this.#failure ??= error
      } finally {
        this.#busy -= 1
        for (const wake of this.#idle.splice(0)) wake()
      }
    }
    if (page) await this.#browser.drop(page)
  }

  // Opening a page, or even a browser, may take long where much else goes on: not beyond the time there is. Null when that is over.
  async #fresh(page: Page | null): Promise<Page | null> {
    if (page) await this.#browser.drop(page)
    const opening = this.#browser.page()
    return within(this.#left(), opening).catch((error) => {
      if (!this.#isLate()) throw error
      void opening.then((late) => this.#browser.drop(late)).catch(() => {})
      return null
    })
  }

  // Waits while others are still reading pages that may bring links.
  async #next(): Promise<Waiting | undefined> {
    for (;;) {
      if (this.#failure || this.#listener.signal.aborted || this.#isLate()) return undefined
      const next = this.#frontier.take()
      if (next) {
        this.#busy += 1
        await this.#bePolite()
        return next
      }
      if (this.#busy === 0) return undefined
      await new Promise<void>((wake) => this.#idle.push(wake))
    }
  }

  async #bePolite(): Promise<void> {
    const pause = Math.max(this.#options.delay, this.#options.robots.delay)
    const at = Math.max(this.#elapsed(), this.#nextStart)
    this.#nextStart = at + pause
    const wait = at - this.#elapsed()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  }

  async #visit(page: Page, { url, depth }: Waiting): Promise<Crawled> {
    const { robots, audits, pageTimeout } = this.#options
    if (!robots.allows(url)) {
      return { record: { ...unread(url), outcome: 'refused', problem: disallowed }, picture: null, depth }
    }
    const seen = await visit(page, url, {
      audits,
      pageTimeout: Math.min(pageTimeout, this.#left()),
      browser: this.#browser,
    })
    return { ...seen, depth }
  }

  #follow({ record, depth }: Crawled): void {
    const end = canonical(record.finalUrl)
    if (!end || !sameSite(end, this.#options.start)) return
    this.#frontier.visited(end)
    for (const { href } of record.links) this.#frontier.add(href, depth + 1)
  }

  // What is begun in time has a second in any case.
  #left = (): Duration => Math.max(seconds(1), this.#options.totalTimeout - this.#elapsed())

  #isLate = (): boolean => this.#elapsed() > this.#options.totalTimeout
}
