import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { personalSubject } from '#access/principal.ts'
import { openSession } from '#access/sessions.ts'
import { createPerson, judgePassword, passwordRefusals } from '#features/account/public.ts'
import { createTeam } from '#features/team/public.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword } from '#platform/crypto/passwords.ts'
import { constantTimeEqual, digest } from '#platform/crypto/secrets.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { route } from '#platform/http/route.ts'
import { ConfirmSignUp, linkRefusals } from './contract.ts'
import { peekPendingSignUp, takePendingSignUp } from './queries.ts'
import { signUpCookie, teamName } from './sign-up.route.ts'

/**
 * Finishes a sign-up with the link from the letter: makes the person, their team with the trial, and a session. In the browser that signed
 * up the link is enough. Anywhere else the holder of the mailbox chooses the password now, so that one typed by a stranger never counts (V70).
 */
export const confirmSignUp = route({
  method: 'POST',
  path: '/auth/sign-ups/confirmation',
  summary: 'Finish signing up with the link from the letter',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 30, every: minutes(15) },
  input: ConfirmSignUp,
  output: z.object({ state: z.literal('signed_in') }),
  refusals: { ...linkRefusals, ...passwordRefusals },
  audit: 'auth.signed_up',

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const { config } = platform
    const pending = await peekPendingSignUp(db, digest(input.token), now)
    if (!pending) return refuse('link_invalid')
    const browser = digest(cookies[cookieName(config, signUpCookie)] ?? '')
    const sameBrowser = constantTimeEqual(browser.toString('hex'), pending.browser_digest.toString('hex'))
    if (!sameBrowser && input.password === undefined) return refuse('password_needed', 'password')
    const passwordHash = input.password === undefined ? pending.password_hash : await newHash(input.password)

    return db.transaction(async (tx) => {
      const taken = await takePendingSignUp(tx, digest(input.token), now)
      if (!taken) return refuse('link_invalid')
      const userId = await createPerson(
        tx,
        {
          email: taken.email,
          canonical: taken.email_canonical,
          emailVerifiedAt: now,
          fullName: taken.full_name,
          timezone: taken.timezone,
          passwordHash,
          isOperator: false,
        },
        now,
      )
      if (!userId) return refuse('link_invalid')
      const teamId = await createTeam(
        tx,
        { ownerId: userId, name: teamName(taken.full_name), trialDays: config.AEGIS_TRIAL_DAYS },
        now,
      )
      const session = await openSession(tx, userId, 'sign-up', { platform, client, cookies, now, setCookie })
      await record(tx, {}, personalSubject(userId, [teamId], session.id))
      setCookie(signUpCookie, null)
      return { state: 'signed_in' as const }
    })

    async function newHash(password: string): Promise<string> {
      const context = [pending?.full_name ?? '', pending?.email ?? '']
      const fault = judgePassword(password, { minLength: config.AEGIS_PASSWORD_MIN, context })
      if (fault) refuse(fault, 'password')
      return hashPassword(password)
    }
  },
})
