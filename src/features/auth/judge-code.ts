import { type Challenge, dropChallenge } from '#access/challenge.queries.ts'
import { noticesTo } from '#access/notices.ts'
import type { Principal } from '#access/principal.ts'
import { recipientsOf, userById } from '#features/account/public.ts'
import { type Judged, judgeSecondFactor, type Typed } from '#features/two-factor/public.ts'
import type { Client } from '#platform/http/asking.ts'
import type { Platform } from '#platform/platform.ts'
import { triesPerChallenge } from './challenge.ts'

/** A code that was found right and waits to be spent, or how it is refused (codes of two-factor's contract). */
export type CodeVerdict =
  | { spend: Extract<Judged, { state: 'right' }>['spend']; refusal: null }
  | { spend: null; refusal: 'code_wrong' | 'code_used' | 'codes_closed' | 'too_many_codes'; retryAfter?: number }

interface Request {
  platform: Platform
  client: Client
  now: Date
}

/**
 * Judges a code in a half-done sign-in whose try was counted already. The last try, and an account that had too many wrong ones, end the
 * half-done sign-in: the password is needed again (V17). Undefined when the person is gone.
 */
export async function judgeInChallenge(
  { platform, client, now }: Request,
  challenge: Challenge,
  typed: Typed,
): Promise<CodeVerdict | undefined> {
  const user = await userById(platform.db, challenge.userId)
  if (!user) return undefined
  const prover = { userId: user.id, notices: recipientsOf(user), client, now }
  const verdict = verdictOf(await judgeSecondFactor(platform, prover, typed))
  const spent = challenge.attempts >= triesPerChallenge || verdict.refusal === 'too_many_codes'
  if (!verdict.refusal || !spent) return verdict
  await dropChallenge(platform.db, challenge.digest)
  return { ...verdict, refusal: 'too_many_codes' }
}

/** Judges a code of somebody who is signed in. */
export async function judgeInSession(
  { platform, client, now }: Request,
  { user }: Principal,
  typed: Typed,
): Promise<CodeVerdict> {
  const prover = { userId: user.id, notices: noticesTo(user), client, now }
  return verdictOf(await judgeSecondFactor(platform, prover, typed))
}

const refusals = { wrong: 'code_wrong', used: 'code_used', closed: 'codes_closed', too_many: 'too_many_codes' } as const

function verdictOf(judged: Judged): CodeVerdict {
  if (judged.state === 'right') return { spend: judged.spend, refusal: null }
  const refusal = refusals[judged.state]
  return { spend: null, refusal, ...(judged.state === 'too_many' && { retryAfter: judged.retryAfter }) }
}

/** What a refused code tells besides its name: how long to wait, where waiting helps. */
export const extraOf = ({ retryAfter }: { refusal: unknown; retryAfter?: number }): Record<string, unknown> =>
  retryAfter === undefined ? {} : { retryAfter }
