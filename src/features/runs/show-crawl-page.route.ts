import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { crawlPageOf, crawlPages } from './crawl.queries.ts'
import { linkStates } from './crawled.ts'
import { positionOf } from './position.ts'
import { seenCrawl } from './seen.ts'
import { CrawlPageDetail } from './shapes.ts'
import { crawlPageView } from './views.ts'

/** Everything a crawl found of one page, with what became of its links. */
export const showCrawlPage = route({
  method: 'GET',
  path: '/teams/{team}/crawls/{id}/pages/{position}',
  summary: 'Show a page of a crawl',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: CrawlPageDetail,

  async handle({ who, params, db, refuse }) {
    const { crawl } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    const page = (await crawlPageOf(db, who.team.id, crawl.id, positionOf(params.position))) ?? refuse('not_found')
    const stateOf = linkStates(await crawlPages(db, who.team.id, crawl.id), crawl.links)
    const { record } = page
    return {
      ...crawlPageView(page),
      language: record.language,
      headings: record.headings,
      meta: record.meta,
      links: record.links.map((link) => ({ ...link, ...stateOf(link.href) })),
      forms: record.forms,
      timings: record.timings,
      securityHeaders: record.securityHeaders,
      errors: record.consoleErrors,
      failures: record.failedRequests,
      accessibility: record.findings,
    }
  },
})
