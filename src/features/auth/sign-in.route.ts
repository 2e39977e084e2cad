import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { issueToken } from '#access/one-time-tokens.ts'
import { openSession } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { recipientsOf, rehashPassword, userByEmail } from '#features/account/public.ts'
import { days, minutes } from '#platform/clock.ts'
import { hashPassword, needsRehash, verifyPassword } from '#platform/crypto/passwords.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { beginAttempt } from './attempts.ts'
import { SignIn, signInRefusals } from './contract.ts'
import { newDeviceLetter } from './new-device.mail.ts'
import { mailUnlockLink } from './unlock-sign-in.route.ts'

/**
 * Signs in with e-mail and password. Known and unknown addresses are told apart by nothing: same words, same status, same hashing, same
 * counting (V126). The attempt is counted and committed before the password is looked at (V09, V24).
 */
export const signIn = route({
  method: 'POST',
  path: '/auth/sessions',
  summary: 'Sign in',
  access: anyone('this is how a person becomes signed in'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: SignIn,
  output: z.object({ state: z.literal('signed_in') }),
  refusals: signInRefusals,
  audit: 'auth.signed_in',
  auditRefused: ['sign_in_refused', 'too_many_attempts'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const address = canonicalEmail(input.email, { allowLocalhost: platform.config.loopback })
    const canonical = address.ok ? address.canonical : input.email
    const user = address.ok ? await userByEmail(db, canonical) : undefined
    const subject = user && (await subjectOf(db, user.id))
    const attempt = await beginAttempt(platform, { canonical, userId: user?.id ?? null, cookies, now })
    if (attempt.closedNow && user) await mailUnlockLink(platform, user, now)
    if (attempt.verdict !== 'go')
      return refuse('too_many_attempts', { subject, extra: { retryAfter: attempt.retryAfter } })
    const right = await verifyPassword(user?.hash ?? null, input.password)
    if (!right || !user?.hash || !subject) return refuse('sign_in_refused', { subject })
    const seen = user.hash
    const hash = needsRehash(seen) ? await hashPassword(input.password) : null

    await db.transaction(async (tx) => {
      const session = await openSession(tx, user.id, 'password', { platform, client, cookies, now, setCookie })
      if (hash) await rehashPassword(tx, user.id, { seen, hash })
      await record(tx, { method: 'password', newDevice: session.newDevice }, { ...subject, sessionId: session.id })
      if (!session.newDevice) return
      const token = await issueToken(
        tx,
        {
          userId: user.id,
          purpose: 'disown-sign-in',
          address: user.email_canonical,
          subjectId: session.id,
          lifetime: days(7),
        },
        now,
      )
      const notice = { client, now, notMeUrl: `${platform.config.publicUrl}/not-me#${token}` }
      for (const recipient of recipientsOf(user))
        await mail(tx, platform, recipient, newDeviceLetter(recipient, notice), now)
    })
    await attempt.succeed()
    return { state: 'signed_in' as const }
  },
})
