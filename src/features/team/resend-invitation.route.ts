import { inTeam } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { memberRefusals, seatRefusals } from './contract.ts'
import { invitationOf } from './invitation.queries.ts'
import { InvitationView, managedRefusals } from './invitation-contract.ts'
import { listedInvitations } from './invitation-list.queries.ts'
import { viewOf } from './invitation-view.ts'
import { lockTeam } from './queries.ts'
import { resend } from './resend.ts'
import { mayGive } from './rules.ts'
import { seatsExtra, seatsLeft, seatsOf } from './seats.ts'

/** Mails a new link for another seven days; the one before is dead at once (V90). An expired invitation takes a seat again. */
export const resendInvitation = route({
  method: 'POST',
  path: '/teams/{team}/invitations/{id}/letter',
  summary: 'Send an invitation again',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  limit: { per: 'user', max: 120, every: hours(1) },
  output: InvitationView,
  refusals: { ...seatRefusals, ...managedRefusals, role_not_yours: memberRefusals.role_not_yours },
  audit: 'team.invitation_resent',

  async handle({ who, params, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const seen = (await invitationOf(tx, team.id, params.id)) ?? refuse('not_found')
      if (!mayGive(who.team.role, seen.role)) refuse('role_not_yours')
      if (seen.expires_at <= now) {
        const seats = await seatsOf(tx, platform.config, team.id, now)
        if (seatsLeft(seats) < 1) refuse('seats_full', { extra: seatsExtra(seats, team.id) })
      }
      const sent = await resend(tx, platform, seen, { team: team.name, inviter: who.user }, now)
      if (!sent) return refuse('invitation_ended')
      const changes = { expiresAt: { from: seen.expires_at, to: sent.expires_at } }
      await record(tx, { target: { kind: 'invitation', id: seen.id }, email: seen.canonical, changes })
      const [row] = await listedInvitations(tx, team.id, { id: seen.id, limit: 1 }, now)
      return row ? viewOf(row, platform.config.publicUrl, now) : refuse('not_found')
    })
  },
})
