import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { memberRefusals } from './contract.ts'
import { endMembership } from './end-membership.ts'
import { memberOf, teamOwners } from './membership.queries.ts'
import { lockTeam } from './queries.ts'
import { tell } from './tell.ts'

/** Leaves a team. The last owner cannot: decided under the team's lock, so that two owners who leave at once leave one (V95). */
export const leaveTeam = route({
  method: 'DELETE',
  path: '/teams/{team}/membership',
  summary: 'Leave a team',
  access: inTeam('team.view', { withoutTwoFactor: true }),
  limit: { per: 'user', max: 30, every: minutes(10) },
  output: z.void(),
  refusals: { last_owner: memberRefusals.last_owner },
  audit: 'team.member_left',
  auditRefused: ['last_owner'],

  async handle({ who, db, now, platform, refuse, record }) {
    await db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const member = (await memberOf(tx, team.id, who.user.id)) ?? refuse('not_found')
      if (member.role === 'owner' && (await teamOwners(tx, team.id)).length < 2) refuse('last_owner')
      await endMembership(tx, platform, member, now)
      const changes = { role: { from: member.role, to: null } }
      const details = { target: { kind: 'user', id: who.user.id }, name: who.user.fullName, changes }
      await record(tx, details, { ...who.audit, logs: [team.id, who.user.id] })
      const title = `${who.user.fullName} has left ${team.name}`
      const says = ['Their API keys in the team are revoked. What they made stays.']
      await tell(tx, platform, { name: 'team.left', teamId: team.id, to: 'members.manage', title, says }, now)
    })
  },
})
