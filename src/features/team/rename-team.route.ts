import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { NameTeam, TeamView } from './contract.ts'
import { teamById, updateTeam } from './queries.ts'
import { viewOfTeam } from './team-view.ts'

/** Renames a team. */
export const renameTeam = route({
  method: 'PATCH',
  path: '/teams/{team}',
  summary: 'Rename a team',
  access: inTeam('team.rename', { scope: 'team:manage' }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: NameTeam,
  output: TeamView,
  versioned: true,
  audit: 'team.renamed',

  async handle({ who, input: { name }, db, now, expectedVersion, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      const view = async () => (await viewOfTeam(tx, who, now)) ?? refuse('not_found')
      const seen = (await teamById(tx, who.team.id)) ?? refuse('not_found')
      if (seen.version !== expectedVersion) refuse('changed_meanwhile', { extra: { current: await view() } })
      if (seen.name === name) {
        unchanged()
        return view()
      }
      if (!(await updateTeam(tx, seen, { name }))) refuse('changed_meanwhile', { extra: { current: await view() } })
      await record(tx, { target: { kind: 'team', id: seen.id }, changes: { name: { from: seen.name, to: name } } })
      return view()
    })
  },
})
