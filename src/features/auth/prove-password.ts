import type { Principal } from '#access/principal.ts'
import { passwordHashOf } from '#features/account/public.ts'
import { verifyPassword } from '#platform/crypto/passwords.ts'
import type { Tx } from '#platform/db/db.ts'
import type { CookieJar } from '#platform/http/handling.ts'
import type { Platform } from '#platform/platform.ts'
import { beginAttempt } from './attempts.ts'

/** Whether a password is the one of somebody who is signed in. */
export type PasswordVerdict =
  | { refusal: null; seen: string; succeed(tx: Tx): Promise<void> }
  | { refusal: 'too_many_attempts'; retryAfter: number }
  | { refusal: 'password_wrong' }

/** Judges the password of somebody who is signed in, under the same count as signing in (V12). */
export async function judgePasswordOf(
  { platform, cookies, now }: { platform: Platform; cookies: CookieJar; now: Date },
  { user }: Principal,
  password: string,
): Promise<PasswordVerdict> {
  const attempt = await beginAttempt(platform, { canonical: user.email, userId: user.id, cookies, now })
  if (attempt.verdict !== 'go') return { refusal: 'too_many_attempts', retryAfter: attempt.retryAfter }
  const seen = await passwordHashOf(platform.db, user.id)
  if (!(await verifyPassword(seen, password)) || !seen) return { refusal: 'password_wrong' }
  return { refusal: null, seen, succeed: attempt.succeed }
}
