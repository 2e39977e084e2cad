import { signedIn } from '#access/guard.ts'
import { renewSession } from '#access/sessions.ts'
import { confirmedUntil, factorsOf, secondFactorUntil } from '#access/step-up.ts'
import { lockPerson } from '#features/account/public.ts'
import { AssertionAnswer, assertionRefusals, provePasskey } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { Confirmation, confirmRefusals } from './contract.ts'

/** Step-up with a passkey of one's own: a proof that includes a second factor. The session goes on under a new token (ASVS 7.2.4). */
export const confirmWithPasskey = route({
  method: 'POST',
  path: '/auth/confirmation/passkey',
  summary: 'Confirm with a passkey that it is you',
  access: signedIn(),
  limit: { per: 'user', max: 30, every: minutes(15) },
  input: AssertionAnswer,
  output: Confirmation,
  refusals: { ...assertionRefusals, session_renewed: confirmRefusals.session_renewed },
  audit: 'auth.identity_confirmed',
  auditRefused: ['passkey_refused', 'passkey_out_of_step'],

  async handle({ who, input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const ceremony = { purpose: 'step-up', userId: who.user.id } as const
    const proof = await provePasskey({ platform, cookies, now }, input, ceremony)
    if (!proof.right) return refuse(proof.code)
    await db.transaction(async (tx) => {
      if (!(await lockPerson(tx, who.user.id))) return refuse('signed_out')
      if (!(await proof.spend(tx))) return refuse('passkey_refused')
      const opening = { platform, client, cookies, now, setCookie }
      if (!(await renewSession(tx, who, opening, { secondFactor: true }))) return refuse('session_renewed')
      await record(tx, { method: 'passkey', passkey: proof.passkey.name })
    })
    const session = { ...who.session, confirmedAt: now, secondFactorAt: now }
    return {
      confirmedUntil: confirmedUntil(session, now),
      secondFactorUntil: secondFactorUntil(session, now),
      factors: factorsOf(who.user),
    }
  },
})
