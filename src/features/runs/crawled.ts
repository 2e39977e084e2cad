import type { CrawledPage } from '#features/projects/public.ts'
import type { PageRecord } from './browser/page-record.ts'
import { canonical, pageKey } from './crawler/addresses.ts'
import { disallowed } from './crawler/robots.ts'
import type { CrawlPageRow, StoredLink } from './rows.ts'

/** What is known of a link: that it leads somewhere, nowhere, that nobody could ask, or that its site asks nobody to. */
export type LinkState = StoredLink[1]

/** The states of all links of a crawl, by address. */
export function linkStates(
  pages: readonly CrawlPageRow[],
  links: readonly StoredLink[],
): (href: string) => { state: LinkState; status: number | null } {
  const known = new Map<string, { state: LinkState; status: number | null }>()
  for (const [url, state, status] of links) known.set(keyOf(url), { state, status })
  for (const { url, status, outcome, record } of pages) {
    const found = { state: record.problem === disallowed ? ('not_asked' as const) : stateOf(status, outcome), status }
    known.set(keyOf(url), found)
    known.set(keyOf(record.finalUrl), found)
  }
  return (href) => known.get(keyOf(href)) ?? { state: 'unknown', status: null }
}

/** Links of a crawl's pages that lead to no page of it, each once. */
export function linksElsewhere(pages: readonly CrawlPageRow[]): string[] {
  const visited = new Set(pages.flatMap(({ url, record }) => [keyOf(url), keyOf(record.finalUrl)]))
  const elsewhere = new Map<string, string>()
  for (const { record } of pages) {
    for (const { href } of record.links) if (!visited.has(keyOf(href))) elsewhere.set(keyOf(href), href)
  }
  return [...elsewhere.values()]
}

const isAlive = { alive: true, dead: false, unknown: null, not_asked: null } as const

/** The pages of a crawl, as tests are made of them. */
export function testedPages(pages: readonly CrawlPageRow[], links: readonly StoredLink[]): CrawledPage[] {
  const stateOfLink = linkStates(pages, links)
  return pages
    .filter(({ outcome, status }) => outcome === 'ok' && status !== null)
    .map(({ url, status, record, picture_id }) => ({
      url,
      finalUrl: record.finalUrl,
      status: status ?? 0,
      title: record.title,
      heading: mainHeading(record),
      consoleErrors: record.consoleErrors,
      failedRequests: record.failedRequests.map((one) => one.url),
      links: record.links.map(({ href }) => ({ url: href, alive: isAlive[stateOfLink(href).state] })),
      forms: record.forms.map(({ fields }) => ({
        fields: fields.map(({ name, type, label }) => ({ name, type, label })),
      })),
      accessibility: Object.fromEntries(record.findings.map(({ id, count }) => [id, count])),
      loadMs: record.timings.load,
      screenshotId: picture_id,
    }))
}

/** The first main heading of a page; null when there is none. */
export const mainHeading = ({ headings }: Pick<PageRecord, 'headings'>): string | null =>
  headings.find(({ level }) => level === 1)?.text ?? null

const keyOf = (url: string): string => pageKey(canonical(url) ?? url)

// A page that asks who is there has something there.
const stateOf = (status: number | null, outcome: PageRecord['outcome']): LinkState => {
  if (outcome === 'refused') return 'unknown'
  if (outcome === 'download') return 'alive'
  return status === null || status === 404 || status === 410 || status >= 500 ? 'dead' : 'alive'
}
