import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { subjectOf } from '#access/subjects.ts'
import { lockPerson } from '#features/account/public.ts'
import { AssertionAnswer, assertionRefusals, provePasskey } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { finishSignIn } from './finish-sign-in.ts'

/**
 * Signs in with a passkey. The authenticator verified the person, and it cannot be phished for another site, so this counts as both factors:
 * no code is asked for (decisions/0008). No count of failures per account is needed, as there is nothing to guess.
 */
export const signInWithPasskey = route({
  method: 'POST',
  path: '/auth/passkey-sessions',
  summary: 'Sign in with a passkey',
  access: anyone('this is how a person becomes signed in'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: AssertionAnswer,
  output: z.object({ state: z.literal('signed_in') }),
  refusals: assertionRefusals,
  audit: 'auth.signed_in',
  auditRefused: ['passkey_refused', 'passkey_out_of_step'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const proof = await provePasskey({ platform, cookies, now }, input, { purpose: 'sign-in', userId: null })
    const subject = proof.userId ? await subjectOf(db, proof.userId) : undefined
    if (!proof.right) return refuse(proof.code, { subject })

    return db.transaction(async (tx) => {
      const user = await lockPerson(tx, proof.userId)
      if (!user || !subject || !(await proof.spend(tx))) return refuse('passkey_refused', { subject })
      const opening = { platform, client, cookies, now, setCookie }
      const session = await finishSignIn(tx, user, 'passkey', opening, { secondFactor: true })
      const details = { method: 'passkey', passkey: proof.passkey.name, newDevice: session.newDevice }
      await record(tx, details, { ...subject, sessionId: session.id })
      return { state: 'signed_in' as const }
    })
  },
})
