import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { deleteCase } from './case.queries.ts'
import { sightOf } from './sight.ts'
import { leaveOut } from './suite.queries.ts'
import { seenCase } from './within-sight.ts'

/** Deletes a case. One that a crawl made is not made again by the next. */
export const removeCase = route({
  method: 'DELETE',
  path: '/teams/{team}/cases/{case}',
  summary: 'Delete a case',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 600, every: minutes(10) },
  output: z.void(),
  audit: 'case.deleted',

  async handle({ who, params, db, refuse, record }) {
    await db.transaction(async (tx) => {
      const { suite } = (await seenCase(tx, sightOf(who), params.case)) ?? refuse('not_found')
      const gone = await deleteCase(tx, who.team.id, params.case)
      if (!gone) return refuse('not_found')
      if (gone.source === 'crawl') await leaveOut(tx, who.team.id, suite.id, gone.kind)
      await record(tx, { target: { kind: 'case', id: gone.id }, name: gone.name, kind: gone.kind, suite: suite.name })
    })
  },
})
