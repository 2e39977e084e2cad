import { signedIn } from '#access/guard.ts'
import { renewSession } from '#access/sessions.ts'
import { confirmedUntil } from '#access/step-up.ts'
import { passwordHashOf } from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { verifyPassword } from '#platform/crypto/passwords.ts'
import { route } from '#platform/http/route.ts'
import { beginAttempt } from './attempts.ts'
import { Confirmation, ConfirmIdentity, confirmRefusals, signInRefusals } from './contract.ts'

/** Step-up: proves again who is at this browser. The session goes on under a new token (ASVS 7.2.4). */
export const confirmIdentity = route({
  method: 'POST',
  path: '/auth/confirmation',
  summary: 'Confirm that it is you',
  access: signedIn(),
  limit: { per: 'user', max: 20, every: minutes(15) },
  input: ConfirmIdentity,
  output: Confirmation,
  refusals: { ...confirmRefusals, too_many_attempts: signInRefusals.too_many_attempts },
  audit: 'auth.identity_confirmed',
  auditRefused: ['password_wrong'],

  async handle({ who, input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const attempt = await beginAttempt(platform, { canonical: who.user.email, userId: who.user.id, cookies, now })
    if (attempt.verdict !== 'go') return refuse('too_many_attempts', { extra: { retryAfter: attempt.retryAfter } })
    const seen = await passwordHashOf(db, who.user.id)
    if (!(await verifyPassword(seen, input.password))) return refuse('password_wrong', 'password')
    await db.transaction(async (tx) => {
      if (!(await renewSession(tx, who, { platform, client, cookies, now, setCookie })))
        return refuse('session_renewed')
      await record(tx, { method: 'password' })
    })
    await attempt.succeed()
    return { confirmedUntil: confirmedUntil({ ...who.session, confirmedAt: now }, now), factors: ['password' as const] }
  },
})
