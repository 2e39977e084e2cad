import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { personalSubject } from '#access/principal.ts'
import { openSession } from '#access/sessions.ts'
import {
  anyUser,
  createPerson,
  judgePassword,
  passwordRefusals,
  recipientOf,
  sendEmailVerification,
  userByEmail,
  userById,
} from '#features/account/public.ts'
import { createTeam } from '#features/team/public.ts'
import { hours, later, minutes } from '#platform/clock.ts'
import { hashPassword } from '#platform/crypto/passwords.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { isPlainName } from '#platform/names.ts'
import { timeZoneSpelling } from '#platform/zones.ts'
import { SignUp, signUpRefusals } from './contract.ts'
import { insertPendingSignUp } from './queries.ts'
import { alreadyHaveAccount, confirmSignUpLetter } from './sign-up.mail.ts'

/** Ties a sign-up to the browser that began it. */
export const signUpCookie = 'aegis-signup'

/** How long the link of a sign-up lives. */
export const signUpLifetime = hours(24)

/**
 * Signs up. No account exists before the mailbox is proven, so nobody can prepare one for a stranger (V70); an address that has an account
 * answers the same in words, status and time, and its owner is told (V130). Only the very first person is let in at once: they are the
 * operator, and there is nobody yet to be told apart from.
 */
export const signUp = route({
  method: 'POST',
  path: '/auth/sign-ups',
  summary: 'Sign up',
  access: anyone('people without an account sign up here'),
  limit: { per: 'network', max: 20, every: hours(1) },
  input: SignUp,
  output: z.object({ state: z.enum(['check_mailbox', 'signed_in']) }),
  status: 202,
  refusals: { ...signUpRefusals, ...passwordRefusals },
  audit: 'auth.signed_up',

  async handle({ input, db, now, platform, client, cookies, refuse, record, unchanged, setCookie }) {
    const { config } = platform
    const first = !(await anyUser(db))
    if (!first && config.AEGIS_SIGNUP === 'off') refuse('sign_up_closed')
    if (!first && config.AEGIS_SIGNUP === 'invite') refuse('sign_up_by_invitation')
    const address = canonicalEmail(input.email, { allowLocalhost: config.loopback })
    if (!address.ok) return refuse('email_invalid', 'email')
    if (!isPlainName(input.fullName)) refuse('name_invalid', 'fullName')
    const timezone = timeZoneSpelling(input.timezone) ?? refuse('timezone_unknown', 'timezone')
    const fault = judgePassword(input.password, {
      minLength: config.AEGIS_PASSWORD_MIN,
      context: [input.fullName, address.canonical],
    })
    if (fault) refuse(fault, 'password')
    const passwordHash = await hashPassword(input.password)
    const person = { fullName: input.fullName, email: address.canonical, timezone }

    // Somebody else may have been first in the same instant; then this sign-up is like any other.
    const letIn =
      first &&
      (await db.transaction(async (tx) => {
        const first = { ...person, canonical: address.canonical, emailVerifiedAt: null, passwordHash, isOperator: true }
        const userId = await createPerson(tx, first, now)
        const user = userId && (await userById(tx, userId))
        if (!user) return false
        const team = { ownerId: userId, name: teamName(person.fullName), trialDays: config.AEGIS_TRIAL_DAYS }
        const teamId = await createTeam(tx, team, now)
        const session = await openSession(tx, userId, 'sign-up', { platform, client, cookies, now, setCookie })
        await record(tx, { operator: true }, personalSubject(userId, [teamId], session.id))
        await sendEmailVerification(tx, platform, user, now)
        return true
      }))
    if (letIn) return { state: 'signed_in' as const }

    const browser = cookies[cookieName(config, signUpCookie)] ?? newSecret()
    const token = newSecret()
    await db.transaction(async (tx) => {
      const taken = await userByEmail(tx, address.canonical)
      if (taken) return mail(tx, platform, recipientOf(taken), alreadyHaveAccount(config.publicUrl), now)
      await insertPendingSignUp(tx, {
        digest: digest(token),
        browser_digest: digest(browser),
        email: address.canonical,
        email_canonical: address.canonical,
        full_name: input.fullName,
        timezone,
        password_hash: passwordHash,
        created_at: now,
        expires_at: later(now, signUpLifetime),
      })
      await mail(tx, platform, person, confirmSignUpLetter(`${config.publicUrl}/confirm-sign-up#${token}`), now)
    })
    setCookie(signUpCookie, browser, signUpLifetime + minutes(5))
    unchanged() // the account, and its audit row, come with the proof of the mailbox
    return { state: 'check_mailbox' as const }
  },
})

/** What a person's own team is called until they rename it. */
export const teamName = (fullName: string): string => `${fullName.split(/\s+/)[0]}’s team`
