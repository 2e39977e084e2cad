import { signedIn } from '#access/guard.ts'
import type { Principal } from '#access/principal.ts'
import { minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { canonicalEmail, maskEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { invitationBy } from './invitation.queries.ts'
import { AnswerInvitation, answerRefusals, JoinedView } from './invitation-contract.ts'
import { joinTeam } from './join-team.ts'

/**
 * Joins the team, signed in with the invited mailbox: proven by the letter's secret, or without it by a confirmed address. Somebody else's
 * account is refused whatever it holds, and the invitation stays open (V83, V87).
 */
export const acceptInvitation = route({
  method: 'POST',
  path: '/invitations/acceptance',
  summary: 'Accept an invitation',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(15) },
  input: AnswerInvitation,
  output: JoinedView,
  refusals: answerRefusals,
  audit: 'team.invitation_accepted',

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { token, id = '' } = input
    const invitation = await invitationBy(db, token === undefined ? { id } : { digest: digest(token) })
    // An id proves nothing: whoever has another mailbox learns no more from it than that it is not for them.
    if (!invitation) return refuse('invitation_over')
    if (mailboxOf(who, platform.config.loopback) !== invitation.canonical)
      return refuse('other_mailbox', { extra: { yours: who.user.email, invited: maskEmail(invitation.email) } })
    if (token === undefined && who.user.emailVerifiedAt === null) return refuse('mailbox_unproven')
    return db.transaction(async (tx) => {
      const joined = await joinTeam(tx, platform, invitation, who.user, now)
      if ('refusal' in joined) return refuse(joined.refusal)
      const { id: team, name } = joined.team
      const details = { target: { kind: 'user', id: who.user.id }, invitation: invitation.id, role: invitation.role }
      await record(tx, details, { ...who.audit, logs: [who.user.id, team] })
      return { team: { id: team, name } }
    })
  },
})

const mailboxOf = ({ user }: Principal, allowLocalhost: boolean): string | null => {
  const read = canonicalEmail(user.email, { allowLocalhost })
  return read.ok ? read.canonical : null
}
