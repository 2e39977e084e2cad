import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { endedRefusals } from './contract.ts'
import { endCrawl } from './crawl.queries.ts'
import { seenCrawl } from './seen.ts'
import { CrawlView } from './shapes.ts'
import { wholeCrawlView } from './views.ts'
import { dropWork } from './work.queries.ts'

/** Cancels a crawl. Pages that were visited stay; it has been counted. */
export const cancelCrawl = route({
  method: 'POST',
  path: '/teams/{team}/crawls/{id}/cancellation',
  summary: 'Cancel a crawl',
  access: inTeam('runs.start', { scope: 'runs:write' }),
  output: CrawlView,
  refusals: endedRefusals,
  audit: 'crawl.cancelled',

  async handle({ who, params, db, now, refuse, record }) {
    const { project } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    return db.transaction(async (tx) => {
      await dropWork(tx, who.team.id, params.id) // first, as a worker that writes holds it first
      const crawl =
        (await endCrawl(tx, { team_id: who.team.id, id: params.id }, { state: 'cancelled' }, now)) ??
        refuse('over_already')
      await record(tx, { target: { kind: 'crawl', id: crawl.id }, projectId: project.id, name: project.name })
      return wholeCrawlView(tx, crawl, project, now)
    })
  },
})
