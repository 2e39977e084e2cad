import { signedIn } from '#access/guard.ts'
import { renewSession } from '#access/sessions.ts'
import { confirmedUntil, factorsOf, secondFactorUntil } from '#access/step-up.ts'
import { lockPerson } from '#features/account/public.ts'
import { codeRefusals } from '#features/two-factor/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { Confirmation, ConfirmIdentity, confirmRefusals, signInRefusals } from './contract.ts'
import { extraOf } from './judge-code.ts'
import { judgeFactor } from './judge-factor.ts'

/** Step-up: proves again who is at this browser, by any one factor. The session goes on under a new token (ASVS 7.2.4). */
export const confirmIdentity = route({
  method: 'POST',
  path: '/auth/confirmation',
  summary: 'Confirm that it is you',
  access: signedIn(),
  limit: { per: 'user', max: 20, every: minutes(15) },
  input: ConfirmIdentity,
  output: Confirmation,
  refusals: { ...confirmRefusals, ...codeRefusals, too_many_attempts: signInRefusals.too_many_attempts },
  audit: 'auth.identity_confirmed',
  auditRefused: ['password_wrong', 'too_many_attempts', 'code_wrong', 'code_used', 'codes_closed', 'too_many_codes'],

  async handle({ who, input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const verdict = await judgeFactor({ platform, client, cookies, now }, who, input)
    if (verdict.refusal) return refuse(verdict.refusal, { field: verdict.field, extra: extraOf(verdict) })
    const { method } = verdict
    const secondFactor = method !== 'password'
    await db.transaction(async (tx) => {
      if (!(await lockPerson(tx, who.user.id))) return refuse('signed_out')
      if (!(await verdict.spend(tx))) return refuse('code_used', verdict.field)
      if (!(await renewSession(tx, who, { platform, client, cookies, now, setCookie }, { secondFactor })))
        return refuse('session_renewed')
      await verdict.succeed(tx)
      await record(tx, { method })
    })
    const session = { ...who.session, confirmedAt: now, ...(secondFactor && { secondFactorAt: now }) }
    return {
      confirmedUntil: confirmedUntil(session, now),
      secondFactorUntil: secondFactorUntil(session, now),
      factors: factorsOf(who.user),
    }
  },
})
