import { inTeam } from '#access/guard.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { projectOf, sightOf } from '#features/projects/public.ts'
import { limitReachedExtra } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { askedBy } from './asked-by.ts'
import { StartCrawl, startCrawlRefusals } from './contract.ts'
import { CrawlView } from './shapes.ts'
import { startCrawl } from './start-crawl.ts'
import { wholeCrawlView } from './views.ts'

/** Asks for a crawl of a project's site. It waits its turn in the queue; counted is it now. */
export const startCrawlRoute = route({
  method: 'POST',
  path: '/teams/{team}/crawls',
  summary: 'Crawl a project’s site',
  access: inTeam('runs.start', { scope: 'runs:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: StartCrawl,
  output: CrawlView,
  status: 201,
  idempotent: true,
  refusals: startCrawlRefusals,
  audit: 'crawl.started',

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { projectId, ...wish } = input
    return db.transaction(async (tx) => {
      const project = (await projectOf(tx, sightOf(who), projectId)) ?? refuse('not_found')
      if (project.archived_at) refuse('project_archived')
      const plan = await planOf(tx, platform.config, who.team.id, now)
      const started = await startCrawl(tx, platform, { project, plan, wish, by: askedBy(who) }, now)
      if ('reached' in started)
        return refuse('limit_reached', { extra: limitReachedExtra(started.reached, who.team.id) })
      const { crawl } = started
      await record(tx, {
        target: { kind: 'crawl', id: crawl.id },
        projectId,
        name: project.name,
        maxPages: crawl.options.maxPages,
      })
      return wholeCrawlView(tx, crawl, project, now)
    })
  },
})
