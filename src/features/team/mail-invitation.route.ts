import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { earlier, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { invitationBy, updateOpen } from './invitation.queries.ts'
import { InvitationId } from './invitation-contract.ts'
import { newLink, sendInvitation } from './send-invitation.ts'
import { zoneOf } from './zone.queries.ts'

/**
 * Sends the link to the invited mailbox, for somebody who was handed the address that managers can copy. That address holds no secret, so it
 * proves nothing by itself (V88). The answer is the same whatever the id is; the end of the invitation does not move.
 */
export const mailInvitation = route({
  method: 'POST',
  path: '/invitations/letters',
  summary: 'Have the link of an invitation sent to its mailbox',
  access: anyone('the letter goes to the invited mailbox, whoever asks'),
  limit: { per: 'network', max: 20, every: minutes(60) },
  input: InvitationId,
  output: z.object({ state: z.literal('sent') }),
  status: 202,
  audit: 'team.invitation_mailed',

  async handle({ input, db, now, platform, record, unchanged }) {
    const state = { state: 'sent' as const }
    const found = await invitationBy(db, { id: input.id })
    const sentLately = found?.asked_at && found.asked_at > earlier(now, minutes(5))
    if (!found || found.ended_as !== null || found.expires_at <= now || sentLately) {
      unchanged()
      return state
    }
    await db.transaction(async (tx) => {
      const { secret, row } = newLink(now)
      if (!(await updateOpen(tx, found, { digest: row.digest, asked_at: now }))) return unchanged()
      const inviter = found.inviter_name ?? found.team_name
      const timezone = await zoneOf(tx, found.inviter_id ?? undefined)
      await sendInvitation(tx, platform, found, { secret, team: found.team_name, inviter, timezone }, now)
      const target = { kind: 'invitation', id: found.id }
      await record(
        tx,
        { target, email: found.canonical },
        { actor: { kind: 'nobody', id: null }, logs: [found.team_id] },
      )
    })
    return state
  },
})
