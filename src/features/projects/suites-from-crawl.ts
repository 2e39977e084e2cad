import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import { crawledCases, insertCases, refreshCases } from './case.queries.ts'
import { type CrawledCase, type CrawledPage, casesFromPage, isTestable, madeOnce, suiteName } from './crawled-cases.ts'
import { lockProject } from './project.queries.ts'
import type { CaseRow, SuiteRow } from './rows.ts'
import { crawledSuites, insertSuites, nextSuitePosition } from './suite.queries.ts'

/** What a crawl did to the suites of its project. */
export interface SuitesMade {
  suitesMade: number
  casesMade: number
  casesUpdated: number
}

/**
 * Makes or brings up to date the suites of the pages a crawl found, one per page. The same crawl gives the same cases. What people edited,
 * added, switched off or deleted stays as they left it, and so do the tests of pages that were not found this time.
 */
export async function suitesFromCrawl(
  tx: Tx,
  { teamId, projectId, pages }: { teamId: string; projectId: string; pages: readonly CrawledPage[] },
  now: Date,
): Promise<SuitesMade> {
  const nothing = { suitesMade: 0, casesMade: 0, casesUpdated: 0 }
  if (!(await lockProject(tx, teamId, projectId))) return nothing // deleted while it was crawled
  const found = testablePages(pages)
  const suites = new Map((await crawledSuites(tx, teamId, projectId)).map((suite) => [suite.page_url, suite]))
  const position = await nextSuitePosition(tx, teamId, projectId)
  const fresh = found
    .filter(({ url }) => !suites.has(url))
    .map((page, index) => suiteFrom(page, { teamId, projectId, position: position + index }, now))
  for (const suite of fresh) suites.set(suite.page_url, suite)

  const known = new Map((await crawledCases(tx, teamId, projectId)).map((one) => [`${one.suite_id} ${one.kind}`, one]))
  const added: CaseRow[] = []
  const changed: Pick<CaseRow, 'id' | 'params'>[] = []
  for (const page of found) {
    const suite = suites.get(page.url) as SuiteRow
    for (const [index, made] of casesFromPage(page).entries()) {
      const { kind, params } = made.definition
      const before = known.get(`${suite.id} ${kind}`)
      if (!before && !suite.left_out.includes(kind)) added.push(caseFrom(made, suite, index, now))
      if (before && follows(before) && !isDeepStrictEqual(before.params, params))
        changed.push({ id: before.id, params })
    }
  }
  if (fresh.length > 0) await insertSuites(tx, fresh)
  if (added.length > 0) await insertCases(tx, added)
  if (changed.length > 0) await refreshCases(tx, teamId, changed)
  return { suitesMade: fresh.length, casesMade: added.length, casesUpdated: changed.length }
}

/** Pages worth testing, each address once, in an order that does not depend on how the crawl went. */
function testablePages(pages: readonly CrawledPage[]): CrawledPage[] {
  const byUrl = new Map(pages.filter(isTestable).map((page) => [page.url, page]))
  return [...byUrl.values()].sort((a, b) => (a.url < b.url ? -1 : 1))
}

const follows = ({ edited, kind }: CaseRow): boolean => !edited && !madeOnce.has(kind)

const suiteFrom = (
  page: CrawledPage,
  { teamId, projectId, position }: { teamId: string; projectId: string; position: number },
  now: Date,
): SuiteRow => ({
  team_id: teamId,
  id: newId('suite'),
  project_id: projectId,
  name: suiteName(page),
  page_url: page.url,
  source: 'crawl',
  left_out: [],
  position,
  created_by: null,
  version: 1,
  created_at: now,
})

const caseFrom = (
  { name, priority, definition }: CrawledCase,
  suite: SuiteRow,
  position: number,
  now: Date,
): CaseRow => ({
  team_id: suite.team_id,
  id: newId('case'),
  suite_id: suite.id,
  name,
  source: 'crawl',
  edited: false,
  enabled: true,
  priority,
  position,
  version: 1,
  created_at: now,
  ...definition,
})
