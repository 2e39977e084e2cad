import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { PagesQuery } from './contract.ts'
import { crawlPages } from './crawl.queries.ts'
import { seenCrawl } from './seen.ts'
import { CrawlPagesView } from './shapes.ts'
import { crawlPageView } from './views.ts'

/** The pages of a crawl in the order they were visited. `after` also serves to see what came since. */
export const listCrawlPages = route({
  method: 'GET',
  path: '/teams/{team}/crawls/{id}/pages',
  summary: 'List the pages of a crawl',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  query: PagesQuery,
  output: CrawlPagesView,

  async handle({ who, params, query: { after, limit }, db, refuse }) {
    const { crawl } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    const rows = await crawlPages(db, who.team.id, crawl.id, { after, limit: limit + 1 })
    const page = rows.slice(0, limit)
    return { items: page.map(crawlPageView), nextAfter: rows.length > limit ? (page.at(-1)?.position ?? null) : null }
  },
})
