import { knownDevice } from '#access/queries.ts'
import { deviceCookie } from '#access/sessions.ts'
import { days, minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { clearAttempts, countAttempt } from '#platform/http/limits.ts'
import { secondsUntil } from '#platform/http/register.ts'
import type { Platform } from '#platform/platform.ts'

/**
 * Failures of one account's password since its last success (SP 800-63B-4 §3.2.2). Beyond it, strange browsers are turned away before the
 * password is looked at, and the mailbox gets a link that lets its browser in.
 */
export const failuresUntilClosed = 100

/** Attempts on one account in {@link attemptWindow}, by strange browsers together, and by each browser that was signed in before. */
export const attemptsPerAccount = 10
export const attemptWindow = minutes(15)

/** Where an attempt stands before the password is verified. */
export interface Attempt {
  verdict: 'go' | 'wait' | 'closed'
  retryAfter: number
  /** This very attempt closed the account's password for strange browsers: time to write to the mailbox. */
  closedNow: boolean
  /** Forgets the failures, with what the same factor's success lets happen. */
  succeed(tx: Tx): Promise<void>
}

/**
 * Counts an attempt on an address before anything is verified, whether or not an account has it. A browser the person signed in with before
 * has a count of its own, so strangers cannot lock the person out (V16, V150).
 */
export async function beginAttempt(
  platform: Platform,
  asked: { canonical: string; userId: string | null; cookies: Readonly<Record<string, string | undefined>>; now: Date },
): Promise<Attempt> {
  const { db, config } = platform
  const cookie = asked.cookies[cookieName(config, deviceCookie)]
  const device = cookie && asked.userId ? await knownDevice(db, asked.userId, digest(cookie)) : null
  const whose = platform.keyedHash(`sign-in:${asked.canonical}`)
  const bucket = device ? `sign-in device ${device}` : `sign-in account ${whose}`
  const failures = `sign-in failures ${whose}`
  const recent = await countAttempt(db, bucket, attemptWindow, asked.now)
  const retryAfter = secondsUntil(recent.resetsAt, asked.now)
  const succeed = (tx: Tx) => clearAttempts(tx, device ? [bucket] : [bucket, failures])
  if (recent.count > attemptsPerAccount) return { verdict: 'wait', retryAfter, closedNow: false, succeed }
  if (device) return { verdict: 'go', retryAfter, closedNow: false, succeed }
  const all = await countAttempt(db, failures, days(3650), asked.now)
  const closed = all.count > failuresUntilClosed
  return { verdict: closed ? 'closed' : 'go', retryAfter, closedNow: all.count === failuresUntilClosed + 1, succeed }
}

/** Opens an account's password again for everybody, once its mailbox was proven. */
export const forgiveFailures = (platform: Platform, canonical: string, on: Reader = platform.db): Promise<void> => {
  const whose = platform.keyedHash(`sign-in:${canonical}`)
  return clearAttempts(on, [`sign-in account ${whose}`, `sign-in failures ${whose}`])
}
