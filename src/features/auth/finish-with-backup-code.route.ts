import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { subjectOf } from '#access/subjects.ts'
import { backupCodeRefusals, backupCodesLeft } from '#features/two-factor/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { tryChallenge } from './challenge.ts'
import { completeChallenge } from './complete-challenge.ts'
import { challengeRefusals, ProveBackupCode } from './contract.ts'
import { extraOf, judgeInChallenge } from './judge-code.ts'

/** Finishes a half-done sign-in with a backup code, for whoever has lost the authenticator app. The mailbox is told. */
export const finishWithBackupCode = route({
  method: 'POST',
  path: '/auth/challenge/backup-code',
  summary: 'Finish signing in with a backup code',
  access: anyone('the cookie of the half-done sign-in and the backup code are the proof'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  input: ProveBackupCode,
  output: z.object({ state: z.literal('signed_in'), codesLeft: z.int() }),
  refusals: { ...backupCodeRefusals, ...challengeRefusals },
  audit: 'auth.signed_in',
  auditRefused: ['code_wrong', 'code_used', 'too_many_codes'],

  async handle({ input, db, now, platform, client, cookies, refuse, record, setCookie }) {
    const challenge = await tryChallenge({ platform, cookies, now })
    const request = { platform, client, now }
    const verdict = challenge && (await judgeInChallenge(request, challenge, { backupCode: input.code }))
    if (!challenge || !verdict) return refuse('challenge_over')
    const subject = await subjectOf(db, challenge.userId)
    if (verdict.refusal) return refuse(verdict.refusal, { field: 'code', subject, extra: extraOf(verdict) })
    const proven = { method: 'password+backup-code', spend: verdict.spend, trustDevice: input.trustDevice } as const
    return db.transaction(async (tx) => {
      const done = await completeChallenge(tx, challenge, proven, { platform, client, cookies, now, setCookie })
      if (done.state === 'over') return refuse('challenge_over')
      if (done.state === 'used') return refuse('code_used', { field: 'code', subject })
      const codesLeft = await backupCodesLeft(tx, done.user.id)
      const facts = { method: proven.method, newDevice: done.newDevice, trusted: input.trustDevice === true, codesLeft }
      await record(tx, facts, done.subject)
      return { state: 'signed_in' as const, codesLeft }
    })
  },
})
