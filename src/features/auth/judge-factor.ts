import type { z } from 'zod'
import type { Principal } from '#access/principal.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Client } from '#platform/http/asking.ts'
import type { CookieJar } from '#platform/http/handling.ts'
import type { Platform } from '#platform/platform.ts'
import type { ConfirmIdentity } from './contract.ts'
import { type CodeVerdict, judgeInSession } from './judge-code.ts'
import { judgePasswordOf } from './prove-password.ts'

type Refused = { refusal: NonNullable<CodeVerdict['refusal']> | 'password_wrong' | 'too_many_attempts' }

/** A factor that was found right, to be spent in the transaction of what it was proven for, or how it is refused. */
export type FactorVerdict =
  | {
      refusal: null
      method: 'password' | 'code' | 'backup-code'
      field: string
      spend(tx: Tx): Promise<boolean>
      succeed(tx: Tx): Promise<void>
    }
  | (Refused & { field: string; retryAfter?: number })

/** Judges the one factor that somebody who is signed in gave. */
export async function judgeFactor(
  request: { platform: Platform; client: Client; cookies: CookieJar; now: Date },
  who: Principal,
  { password, code, backupCode }: z.output<typeof ConfirmIdentity>,
): Promise<FactorVerdict> {
  if (password !== undefined) {
    const verdict = await judgePasswordOf(request, who, password)
    if (verdict.refusal) return { ...verdict, field: 'password' }
    return { ...verdict, method: 'password', field: 'password', spend: async () => true }
  }
  const typed = code !== undefined ? { code } : { backupCode: backupCode ?? '' }
  const field = code !== undefined ? 'code' : 'backupCode'
  const verdict = await judgeInSession(request, who, typed)
  if (verdict.refusal) return { ...verdict, field }
  const method = code !== undefined ? 'code' : 'backup-code'
  return { refusal: null, method, field, spend: verdict.spend, succeed: async () => {} }
}
