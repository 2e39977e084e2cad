import { canonical, goesInCircles, looksLikePage, pageKey, sameSite } from './addresses.ts'

/** A page to visit, and how many links away from the start it is. */
export interface Waiting {
  url: string
  depth: number
}

/** How far a crawl goes. */
export interface Reach {
  start: string
  maxPages: number
  maxDepth: number
}

// One page with ever new parameters (a calendar, a sorted list) is the usual trap: so many variants, and no more.
const mostVariants = 20

/** What is left to visit, breadth first. Every page is handed out once; what would lead into a trap is not taken up. */
export class Frontier {
  readonly #reach: Reach
  readonly #seen = new Set<string>()
  readonly #variants = new Map<string, number>()
  readonly #queue: Waiting[] = []
  #next = 0
  #taken = 0

  constructor(reach: Reach) {
    this.#reach = reach
    this.add(reach.start, 0)
  }

  /** Takes up an address unless it is known, another site's, too deep, no page, or a trap. */
  add(link: string, depth: number): boolean {
    const url = canonical(link)
    if (!url || this.#seen.has(pageKey(url))) return false
    if (depth > this.#reach.maxDepth || !sameSite(url, this.#reach.start)) return false
    if (depth > 0 && (!looksLikePage(url) || goesInCircles(url) || this.#isVariantTooMany(url))) return false
    this.#seen.add(pageKey(url))
    this.#queue.push({ url, depth })
    return true
  }

  /** Counts a page as visited already: by a worker before, or as what another address led to. True when it was not known. */
  visited(link: string): boolean {
    const url = canonical(link)
    if (!url || this.#seen.has(pageKey(url))) return false
    this.#seen.add(pageKey(url))
    return true
  }

  /** The next page; undefined when none waits or the crawl has had as many as it may. */
  take(): Waiting | undefined {
    if (this.#taken >= this.#reach.maxPages) return undefined
    const next = this.#queue[this.#next]
    if (!next) return undefined
    this.#next += 1
    this.#taken += 1
    return next
  }

  /** Marks pages that a worker before has finished: they are not handed out again, and count. */
  skip(done: ReadonlySet<string>): void {
    for (let at = this.#next; at < this.#queue.length; at += 1) {
      const waiting = this.#queue[at]
      if (waiting && done.has(waiting.url)) {
        this.#queue.splice(at, 1)
        this.#taken += 1
        at -= 1
      }
    }
  }

  /** Pages known so far, as far as they will be visited. */
  get found(): number {
    return Math.min(this.#reach.maxPages, this.#taken + this.#queue.length - this.#next)
  }

  #isVariantTooMany(url: string): boolean {
    const { origin, pathname, search } = new URL(url)
    if (search === '') return false
    const count = (this.#variants.get(origin + pathname) ?? 0) + 1
    this.#variants.set(origin + pathname, count)
    return count > mostVariants
  }
}
