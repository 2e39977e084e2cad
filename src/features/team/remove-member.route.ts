import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { recipientOf } from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { memberRefusals } from './contract.ts'
import { endMembership } from './end-membership.ts'
import { noteRemoved } from './former.queries.ts'
import { removedLetter } from './invitation.mail.ts'
import { memberOf } from './membership.queries.ts'
import { lockTeam } from './queries.ts'
import { mayGive } from './rules.ts'

/**
 * Takes somebody out of the team: from their next request on they are not in it, and their keys in it are gone. What they made stays. They can
 * be taken back for 30 days.
 */
export const removeMember = route({
  method: 'DELETE',
  path: '/teams/{team}/members/{member}',
  summary: 'Remove a member',
  access: inTeam('members.manage', { scope: 'team:manage', confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  output: z.void(),
  refusals: {
    role_not_yours: memberRefusals.role_not_yours,
    owner_protected: memberRefusals.owner_protected,
    remove_yourself: memberRefusals.remove_yourself,
  },
  audit: 'team.member_removed',
  auditRefused: ['role_not_yours', 'owner_protected'],

  async handle({ who, params, db, now, platform, refuse, record }) {
    await db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const member = (await memberOf(tx, team.id, params.member)) ?? refuse('not_found')
      if (member.user_id === who.user?.id) refuse('remove_yourself')
      if (member.role === 'owner') refuse('owner_protected')
      if (!mayGive(who.team.role, member.role)) refuse('role_not_yours')
      await endMembership(tx, platform, member, now)
      const { user_id, role } = member
      await noteRemoved(tx, { team_id: team.id, user_id, role, removed_by: who.user?.id ?? null, removed_at: now })
      const said = { name: member.full_name, email: member.email, changes: { role: { from: role, to: null } } }
      await record(tx, { target: { kind: 'user', id: user_id }, ...said })
      await mail(tx, platform, recipientOf(member), removedLetter(team.name, who.user?.fullName ?? 'The team'), now)
    })
  },
})
