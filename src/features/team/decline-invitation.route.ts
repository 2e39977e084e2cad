import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { endByDigest, invitationBy } from './invitation.queries.ts'
import { AnswerInvitation, answerRefusals } from './invitation-contract.ts'
import { tell } from './tell.ts'

/** Says no, with the letter's secret or signed in with the invited mailbox. Whoever invited is told; the seat is free. */
export const declineInvitation = route({
  method: 'POST',
  path: '/invitations/refusal',
  summary: 'Decline an invitation',
  access: anyone('the letter’s secret is the proof; without it a session with the invited mailbox'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: AnswerInvitation,
  output: z.void(),
  refusals: { invitation_over: answerRefusals.invitation_over },
  audit: 'team.invitation_declined',

  async handle({ who: { principal }, input, db, now, platform, refuse, record }) {
    const { token, id = '' } = input
    const found = await invitationBy(db, token === undefined ? { id } : { digest: digest(token) })
    if (!found) return refuse('invitation_over')
    const { user } = principal ?? {}
    const mine = canonicalEmail(user?.email, { allowLocalhost: platform.config.loopback })
    const theirs = mine.ok && mine.canonical === found.canonical
    if (token === undefined && !(theirs && user?.emailVerifiedAt)) return refuse('invitation_over')
    await db.transaction(async (tx) => {
      if (!(await endByDigest(tx, found.digest, 'declined', now))) return refuse('invitation_over')
      const target = { kind: 'invitation', id: found.id }
      const actor = theirs && user ? { kind: 'user' as const, id: user.id } : { kind: 'nobody' as const, id: null }
      await record(tx, { target, email: found.canonical }, { actor, logs: [found.team_id] })
      if (!found.inviter_id) return
      const title = `${found.email} declined your invitation to ${found.team_name}`
      const says = ['Their seat is free again.']
      await tell(
        tx,
        platform,
        { name: 'team.declined', teamId: found.team_id, to: [found.inviter_id], title, says },
        now,
      )
    })
  },
})
