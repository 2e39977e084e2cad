import { plainText } from '#platform/plain-text.ts'
import type { CaseDefinition, CaseKind, PageForm, Priority } from './case-kinds.ts'

/** What a crawl found of one page, as far as tests are made of it. */
export interface CrawledPage {
  /** The address as it was linked, without a fragment. */
  url: string
  finalUrl: string
  status: number
  title: string
  /** The first main heading; null when there is none. */
  heading: string | null
  consoleErrors: readonly string[]
  /** Addresses of requests of the page that failed. */
  failedRequests: readonly string[]
  /** `alive` is null where nobody asked. */
  links: readonly { url: string; alive: boolean | null }[]
  forms: readonly PageForm[]
  /** axe-core's findings: rule → how many elements; null when the page was not audited. */
  accessibility: Readonly<Record<string, number>> | null
  loadMs: number | null
  /** The picture that later ones are compared with; null when none was taken. */
  screenshotId: string | null
}

/** A case as a crawl makes it. */
export interface CrawledCase {
  name: string
  priority: Priority
  definition: CaseDefinition
}

/** A page that answered well is worth testing; what answers badly has nothing to be held to. */
export const isTestable = ({ status }: Pick<CrawledPage, 'status'>): boolean => status >= 200 && status < 300

/** Kinds that a crawl makes once and then leaves alone: what is measured or pictured anew each time would accept every change by itself. */
export const madeOnce: ReadonlySet<CaseKind> = new Set<CaseKind>(['accessibility', 'budget', 'screenshot'])

/** How much of a picture may differ. */
const pictureThreshold = 0.01
const shortestBudget = 3_000
const longestBudget = 60_000
const step = 500

/** Three times what was measured, in round figures: a machine that is busy is no regression. */
const budgetFor = (loadMs: number): number =>
  Math.min(longestBudget, Math.max(shortestBudget, Math.ceil((loadMs * 3) / step) * step))

/** The cases of a page: the same page gives the same cases, in the same order. */
export function casesFromPage(page: CrawledPage): CrawledCase[] {
  const { url, finalUrl, title, heading, accessibility, loadMs, screenshotId } = page
  const linksThat = (state: boolean) =>
    sorted(page.links.filter(({ alive }) => alive === state).map((link) => link.url)).slice(0, 500)
  const cases: (CrawledCase | null)[] = [
    made('Page loads', 'high', { kind: 'loads', params: { url, ...(finalUrl !== url && { finalUrl }) } }),
    made('Title and main heading', 'normal', {
      kind: 'heading',
      params: { title: clean(title, 1_000), heading: heading === null ? null : clean(heading, 1_000) },
    }),
    made('No new console errors', 'normal', {
      kind: 'no-console-errors',
      params: { known: sorted(page.consoleErrors, 1_000).slice(0, 100) },
    }),
    made('No failed requests', 'normal', {
      kind: 'no-failed-requests',
      params: { known: sorted(page.failedRequests, 2_048).slice(0, 100) },
    }),
    page.links.length === 0
      ? null
      : made('Links on the page work', 'normal', {
          kind: 'links-alive',
          params: { links: linksThat(true), known: linksThat(false) },
        }),
    page.forms.length === 0
      ? null
      : made('Forms and their fields', 'high', { kind: 'forms', params: { forms: formsOf(page.forms) } }),
    accessibility &&
      made('Accessibility no worse', 'normal', { kind: 'accessibility', params: { baseline: byName(accessibility) } }),
    loadMs === null ? null : made('Loads in time', 'low', { kind: 'budget', params: { loadMs: budgetFor(loadMs) } }),
    screenshotId === null
      ? null
      : made('Looks the same', 'low', {
          kind: 'screenshot',
          params: { baselineId: screenshotId, threshold: pictureThreshold },
        }),
  ]
  return cases.filter((one) => one !== null)
}

const made = (name: string, priority: Priority, definition: CaseDefinition): CrawledCase => ({
  name,
  priority,
  definition,
})

// PostgreSQL stores neither NUL nor half a character, and a page may hold both.
const clean = (text: string, most: number): string => text.slice(0, most).replace(/[\0\p{Cs}]/gu, '\ufffd')

const sorted = (texts: readonly string[], most = 2_048): string[] =>
  [...new Set(texts.map((text) => clean(text, most)))].sort()

const byName = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))

const formsOf = (forms: readonly PageForm[]): PageForm[] =>
  forms.slice(0, 20).map(({ fields }) => ({
    fields: fields.slice(0, 100).map(({ name, type, label }) => ({
      name: clean(name, 200),
      type: clean(type, 50),
      label: clean(label, 300),
    })),
  }))

/** What a suite of a page is called: its title, else its path. */
export function suiteName({ url, title }: Pick<CrawledPage, 'url' | 'title'>): string {
  const { pathname, search } = new URL(url)
  const plain = title.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return plainText(plain || `${pathname}${search}`, 120)
}
