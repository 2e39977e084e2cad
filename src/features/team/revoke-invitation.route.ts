import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { memberRefusals } from './contract.ts'
import { invitationOf, updateOpen } from './invitation.queries.ts'
import { managedRefusals } from './invitation-contract.ts'
import { mayGive } from './rules.ts'

/** Takes an invitation back: its link is dead at once, and its seat is free. */
export const revokeInvitation = route({
  method: 'DELETE',
  path: '/teams/{team}/invitations/{id}',
  summary: 'Revoke an invitation',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  limit: { per: 'user', max: 300, every: minutes(10) },
  output: z.void(),
  refusals: { ...managedRefusals, role_not_yours: memberRefusals.role_not_yours },
  audit: 'team.invitation_revoked',

  async handle({ who, params, db, now, refuse, record }) {
    await db.transaction(async (tx) => {
      const seen = (await invitationOf(tx, who.team.id, params.id)) ?? refuse('not_found')
      if (!mayGive(who.team.role, seen.role)) refuse('role_not_yours')
      const revoked = await updateOpen(tx, seen, { ended_as: 'revoked', ended_at: now })
      if (!revoked) return refuse('invitation_ended')
      await record(tx, { target: { kind: 'invitation', id: seen.id }, email: seen.canonical, role: seen.role })
    })
  },
})
