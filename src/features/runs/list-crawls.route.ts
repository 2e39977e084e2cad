import { inTeam } from '#access/guard.ts'
import { sightOf } from '#features/projects/public.ts'
import { route } from '#platform/http/route.ts'
import { CrawlsQuery } from './contract.ts'
import { listedCrawls } from './crawl.queries.ts'
import { projectsSeen } from './seen.ts'
import { CrawlsView } from './shapes.ts'
import { crawlView, projectNames } from './views.ts'

/** The crawls of a team, newest first. */
export const listCrawls = route({
  method: 'GET',
  path: '/teams/{team}/crawls',
  summary: 'List crawls',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  query: CrawlsQuery,
  output: CrawlsView,

  async handle({ who, query: { project, cursor, limit }, db }) {
    const projectIds = await projectsSeen(db, who, project)
    const rows = await listedCrawls(db, who.team.id, { projectIds, cursor, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const nameOf = await projectNames(
      db,
      sightOf(who),
      page.map((crawl) => crawl.project_id),
    )
    return {
      items: page.map((crawl) => crawlView(crawl, nameOf(crawl.project_id))),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
