import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { seenCrawl } from './seen.ts'
import { CrawlView } from './shapes.ts'
import { wholeCrawlView } from './views.ts'

/** A crawl as it stands at this moment. */
export const showCrawl = route({
  method: 'GET',
  path: '/teams/{team}/crawls/{id}',
  summary: 'Show a crawl',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: CrawlView,

  async handle({ who, params, db, now, refuse }) {
    const { crawl, project } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    return wholeCrawlView(db, crawl, project, now)
  },
})
