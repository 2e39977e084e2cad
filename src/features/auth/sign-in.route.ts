import { anyone } from '#access/guard.ts'
import { deviceCookie, type Opening } from '#access/sessions.ts'
import { subjectOfAttempt } from '#access/subjects.ts'
import { isTrusted } from '#access/trust.queries.ts'
import { lockPerson, notePasswordStrength, passwordOf, rehashPassword, userByEmail } from '#features/account/public.ts'
import { secondFactorOn } from '#features/two-factor/public.ts'
import { appendAudit } from '#platform/audit.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword, needsRehash, verifyPassword } from '#platform/crypto/passwords.ts'
import { digest } from '#platform/crypto/secrets.ts'
import type { Reader } from '#platform/db/db.ts'
import { together } from '#platform/db/together.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { route } from '#platform/http/route.ts'
import { beginAttempt } from './attempts.ts'
import { beginChallenge, challengeFactors } from './challenge.ts'
import { SignedIn, SignIn, signInRefusals } from './contract.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { mailUnlockLink } from './unlock-sign-in.route.ts'

/**
 * Signs in with e-mail and password. Known and unknown addresses are told apart by nothing: same words, same status, same hashing, same
 * counting (V126). The attempt is counted and committed before the password is looked at (V09, V24). Where two-factor authentication is on,
 * there is no session yet, unless this browser is trusted: only the sign-in's next step is opened.
 */
export const signIn = route({
  method: 'POST',
  path: '/auth/sessions',
  summary: 'Sign in',
  access: anyone('this is how a person becomes signed in'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: SignIn,
  output: SignedIn,
  refusals: signInRefusals,
  audit: 'auth.signed_in',
  auditRefused: ['sign_in_refused', 'too_many_attempts', 'password_change_due'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, unchanged, setCookie }) {
    const address = canonicalEmail(input.email, { allowLocalhost: platform.config.loopback })
    const canonical = address.ok ? address.canonical : input.email
    const user = address.ok ? await userByEmail(db, canonical) : undefined
    const subject = await subjectOfAttempt(db, user?.id)
    const attempt = await beginAttempt(platform, { canonical, userId: user?.id ?? null, cookies, now })
    if (attempt.closedNow && user) await mailUnlockLink(platform, user, now)
    if (attempt.verdict !== 'go')
      return refuse('too_many_attempts', { subject, extra: { retryAfter: attempt.retryAfter } })
    const right = await verifyPassword(user?.hash ?? null, input.password)
    if (!right || !user?.hash) return refuse('sign_in_refused', { subject })
    const seen = user.hash
    const hash = needsRehash(seen) ? await hashPassword(input.password) : null
    const opening = { platform, client, cookies, now, setCookie }

    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, user.id)
      // The password may have been changed, or the account secured, and its sessions ended while it was being verified.
      const [password, secondFactor] = await together([passwordOf(tx, user.id), secondFactorOn(tx, user.id)])
      if (!person || password?.hash !== seen) return refuse('sign_in_refused', { subject })
      if (password.dueSince) return refuse('password_change_due', { subject })
      if (hash) await rehashPassword(tx, user.id, { seen, hash })
      const typed = { plain: input.password, hash: hash ?? seen, noted: password.strength }
      await together([notePasswordStrength(tx, platform.config, user, typed), attempt.succeed(tx)])
      if (secondFactor && !(await isTrustedHere(tx, user.id, opening))) {
        const factors = await challengeFactors(tx, user.id)
        const { expiresAt } = await beginChallenge(tx, user.id, opening)
        await appendAudit(tx, { action: 'auth.second_factor_asked', subject, client, now, details: { factors } })
        unchanged() // nobody is signed in yet
        return { state: 'second_factor' as const, factors, expiresAt }
      }
      const session = await finishSignIn(tx, person, 'password', opening)
      await record(tx, { method: 'password', newDevice: session.newDevice }, { ...subject, sessionId: session.id })
      return { state: 'signed_in' as const }
    })
  },
})

async function isTrustedHere(on: Reader, userId: string, { platform, cookies, now }: Opening): Promise<boolean> {
  const device = cookies[cookieName(platform.config, deviceCookie)]
  return device !== undefined && isTrusted(on, userId, digest(device), now)
}
