import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { subjectOf } from '#access/subjects.ts'
import { codeRefusals } from '#features/two-factor/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { tryChallenge } from './challenge.ts'
import { completeChallenge } from './complete-challenge.ts'
import { challengeRefusals, ProveCode } from './contract.ts'
import { extraOf, judgeInChallenge } from './judge-code.ts'

/** Finishes a half-done sign-in with a code of an authenticator app. */
export const finishWithCode = route({
  method: 'POST',
  path: '/auth/challenge/code',
  summary: 'Finish signing in with a code of your authenticator app',
  access: anyone('the cookie of the half-done sign-in and the code are the proof'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: ProveCode,
  output: z.object({ state: z.literal('signed_in') }),
  refusals: { ...codeRefusals, ...challengeRefusals },
  audit: 'auth.signed_in',
  auditRefused: ['code_wrong', 'code_used', 'codes_closed', 'too_many_codes'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const challenge = await tryChallenge({ platform, cookies, now })
    const verdict = challenge && (await judgeInChallenge({ platform, client, now }, challenge, { code: input.code }))
    if (!challenge || !verdict) return refuse('challenge_over')
    const subject = await subjectOf(db, challenge.userId)
    if (verdict.refusal) return refuse(verdict.refusal, { field: 'code', subject, extra: extraOf(verdict) })
    const proven = { method: 'password+code', spend: verdict.spend, trustDevice: input.trustDevice } as const
    return db.transaction(async (tx) => {
      const done = await completeChallenge(tx, challenge, proven, { platform, client, cookies, now, setCookie })
      if (done.state === 'over') return refuse('challenge_over')
      if (done.state === 'used') return refuse('code_used', { field: 'code', subject })
      const { newDevice } = done
      await record(tx, { method: proven.method, newDevice, trusted: input.trustDevice === true }, done.subject)
      return { state: 'signed_in' as const }
    })
  },
})
