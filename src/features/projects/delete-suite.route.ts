import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { sightOf } from './sight.ts'
import { deleteSuite } from './suite.queries.ts'
import { seenSuite } from './within-sight.ts'

/** Deletes a suite with its cases and the schedules of it alone. A later crawl that finds the page makes its suite anew. */
export const removeSuite = route({
  method: 'DELETE',
  path: '/teams/{team}/suites/{suite}',
  summary: 'Delete a suite',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 300, every: minutes(10) },
  output: z.void(),
  audit: 'suite.deleted',

  async handle({ who, params, db, refuse, record }) {
    await db.transaction(async (tx) => {
      const { project } = (await seenSuite(tx, sightOf(who), params.suite)) ?? refuse('not_found')
      const gone = await deleteSuite(tx, who.team.id, params.suite)
      if (!gone) return refuse('not_found')
      const { id, name, page_url } = gone
      await record(tx, { target: { kind: 'suite', id }, name, pageUrl: page_url, project: project.name })
    })
  },
})
