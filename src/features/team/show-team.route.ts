import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { TeamView } from './contract.ts'
import { viewOfTeam } from './team-view.ts'

/** A team, to those who belong to it. */
export const showTeam = route({
  method: 'GET',
  path: '/teams/{team}',
  summary: 'Show a team',
  access: inTeam('team.view', { scope: 'team:read', withoutTwoFactor: true }),
  output: TeamView,
  versioned: true,

  handle: async ({ who, db, now, refuse }) => (await viewOfTeam(db, who, now)) ?? refuse('not_found'),
})
