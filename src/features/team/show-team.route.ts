import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { TeamView } from './contract.ts'
import { teamWithCount } from './queries.ts'

/** A team, to those who belong to it. */
export const showTeam = route({
  method: 'GET',
  path: '/teams/{team}',
  summary: 'Show a team',
  access: inTeam('team.view', { scope: 'team:read' }),
  output: TeamView,

  async handle({ who, db, refuse }) {
    const team = await teamWithCount(db, who.team.id)
    if (!team) return refuse('not_found')
    return {
      id: team.id,
      name: team.name,
      role: who.team.role,
      memberCount: team.members,
      trialEndsAt: team.trial_ends_at,
      createdAt: team.created_at,
    }
  },
})
