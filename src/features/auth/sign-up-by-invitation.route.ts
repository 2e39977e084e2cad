import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { personalSubject } from '#access/principal.ts'
import { openSession } from '#access/sessions.ts'
import { createPerson, judgePassword, passwordRefusals, userByEmail } from '#features/account/public.ts'
import { invitationBy, joinTeam } from '#features/team/public.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword } from '#platform/crypto/passwords.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { isPlainName } from '#platform/names.ts'
import { timeZoneSpelling } from '#platform/zones.ts'
import { invitedRefusals, SignUpByInvitation, signUpRefusals } from './contract.ts'

/**
 * Signs up through an invitation: the letter's secret proves the mailbox, so the account is made at once, with exactly the invited address
 * (V86), and belongs to the team. Also where sign-up is by invitation only. The person has no team of their own until they make one.
 */
export const signUpByInvitation = route({
  method: 'POST',
  path: '/auth/sign-ups/invitation',
  summary: 'Sign up through an invitation',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 30, every: minutes(15) },
  input: SignUpByInvitation,
  output: z.object({ state: z.literal('signed_in'), teamId: z.string() }),
  status: 201,
  refusals: {
    ...invitedRefusals,
    ...passwordRefusals,
    name_invalid: signUpRefusals.name_invalid,
    timezone_unknown: signUpRefusals.timezone_unknown,
    sign_up_closed: signUpRefusals.sign_up_closed,
  },
  audit: 'auth.signed_up',

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const { config } = platform
    if (config.AEGIS_SIGNUP === 'off') refuse('sign_up_closed')
    const invitation = await invitationBy(db, { digest: digest(input.token) })
    if (!invitation || invitation.ended_as !== null || invitation.expires_at <= now) return refuse('invitation_over')
    if (await userByEmail(db, invitation.canonical)) refuse('has_account')
    if (!isPlainName(input.fullName)) refuse('name_invalid', 'fullName')
    const timezone = timeZoneSpelling(input.timezone) ?? refuse('timezone_unknown', 'timezone')
    const minLength = Math.max(config.AEGIS_PASSWORD_MIN, invitation.password_min ?? 0)
    const fault = judgePassword(input.password, { minLength, context: [input.fullName, invitation.canonical] })
    if (fault) refuse(fault, { field: 'password', extra: { minimum: minLength } })
    const passwordHash = await hashPassword(input.password) // slow on purpose, so before the transaction opens

    return db.transaction(async (tx) => {
      const { canonical } = invitation
      const person = { email: canonical, canonical, emailVerifiedAt: now, fullName: input.fullName, timezone }
      const userId = await createPerson(tx, { ...person, passwordHash, isOperator: false }, now)
      if (!userId) return refuse('has_account')
      const joined = await joinTeam(tx, platform, invitation, { id: userId, fullName: input.fullName }, now)
      if ('refusal' in joined) return refuse(joined.refusal === 'already_member' ? 'invitation_over' : joined.refusal)
      const session = await openSession(tx, userId, 'sign-up', { platform, client, cookies, now, setCookie })
      const details = { target: { kind: 'user', id: userId }, invitation: invitation.id, role: invitation.role }
      await record(tx, details, personalSubject(userId, [joined.team.id], session.id))
      return { state: 'signed_in' as const, teamId: joined.team.id }
    })
  },
})
