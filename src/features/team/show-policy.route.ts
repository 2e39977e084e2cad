import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { PolicyView } from './policy-contract.ts'
import { policyOf } from './policy-view.ts'
import { teamById } from './queries.ts'

/** The rules of a team: two-factor authentication, passwords, keys. */
export const showPolicy = route({
  method: 'GET',
  path: '/teams/{team}/policy',
  summary: 'Show the rules of a team',
  access: inTeam('team.view', { scope: 'team:read' }),
  output: PolicyView,
  versioned: true,

  async handle({ who, db, now, platform, refuse }) {
    const team = (await teamById(db, who.team.id)) ?? refuse('not_found')
    return policyOf(db, platform.config, team, who.team.role, now)
  },
})
