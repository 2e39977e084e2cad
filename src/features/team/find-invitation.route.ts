import { anyone } from '#access/guard.ts'
import { userByEmail } from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { invitationBy } from './invitation.queries.ts'
import { answerRefusals, InvitationFound, InvitationToken } from './invitation-contract.ts'
import { stateOf } from './invitation-view.ts'
import { seatsOf } from './seats.ts'

/** What the letter's link opens: who invites, into which team, as what, and what to do next. Whoever holds the secret holds the mailbox. */
export const findInvitation = route({
  method: 'POST',
  path: '/invitations/lookup',
  summary: 'Show the invitation of a link',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 120, every: minutes(15) },
  input: InvitationToken,
  output: InvitationFound,
  refusals: { invitation_over: answerRefusals.invitation_over },
  audit: { none: 'nothing is changed; a secret must not stand in an address' },

  async handle({ who: { principal }, input, db, now, platform, refuse, unchanged }) {
    unchanged()
    const { config } = platform
    const found = await invitationBy(db, { digest: digest(input.token) })
    if (!found) return refuse('invitation_over')
    const seats = await seatsOf(db, config, found.team_id, now)
    const mine = principal && canonicalEmail(principal.user.email, { allowLocalhost: config.loopback })
    return {
      id: found.id,
      state: stateOf(found, now),
      team: found.team_name,
      role: found.role,
      inviter: found.inviter_name ?? found.team_name,
      message: found.message,
      email: found.email,
      expiresAt: found.expires_at,
      full: seats.limit !== null && seats.members >= seats.limit,
      hasAccount: (await userByEmail(db, found.canonical)) !== undefined,
      maySignUp: config.AEGIS_SIGNUP !== 'off',
      passwordMinimum: Math.max(config.AEGIS_PASSWORD_MIN, found.password_min ?? 0),
      signedInAs: principal?.user.email ?? null,
      yours: mine?.ok === true && mine.canonical === found.canonical,
    }
  },
})
