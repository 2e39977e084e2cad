import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { subjectOf } from '#access/subjects.ts'
import { AssertionAnswer, assertionRefusals, provePasskey } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { tryChallenge } from './challenge.ts'
import { completeChallenge } from './complete-challenge.ts'
import { challengeRefusals } from './contract.ts'

/** Finishes a half-done sign-in with a passkey in place of a code. Another person's passkey is refused, however right its answer is (V34). */
export const challengeWithPasskey = route({
  method: 'POST',
  path: '/auth/challenge/passkey',
  summary: 'Finish signing in with a passkey as second factor',
  access: anyone('the browser’s half-done sign-in says who it is for'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: AssertionAnswer,
  output: z.object({ state: z.literal('signed_in') }),
  refusals: { ...challengeRefusals, ...assertionRefusals },
  audit: 'auth.signed_in',
  auditRefused: ['passkey_refused', 'passkey_out_of_step'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const challenge = await tryChallenge({ platform, cookies, now })
    if (!challenge) return refuse('challenge_over')
    const subject = await subjectOf(db, challenge.userId)
    const ceremony = { purpose: 'challenge', userId: challenge.userId } as const
    const proof = await provePasskey({ platform, cookies, now }, input, ceremony)
    if (!proof.right) return refuse(proof.code, { subject })

    return db.transaction(async (tx) => {
      const factor = { method: 'password+passkey', spend: proof.spend } as const
      const opening = { platform, client, cookies, now, setCookie }
      const done = await completeChallenge(tx, challenge, factor, opening)
      if (done.state === 'over') return refuse('challenge_over')
      if (done.state === 'used') return refuse('passkey_refused', { subject })
      const details = { method: factor.method, passkey: proof.passkey.name, newDevice: done.newDevice }
      await record(tx, details, done.subject)
      return { state: 'signed_in' as const }
    })
  },
})
