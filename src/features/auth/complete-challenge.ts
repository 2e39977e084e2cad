import { type Challenge, takeChallenge } from '#access/challenge.queries.ts'
import type { Opening, SignInMethod } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { lockPerson, type UserRow } from '#features/account/public.ts'
import type { AuditSubject } from '#platform/audit.ts'
import { days } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { challengeCookie } from './challenge.ts'
import { finishSignIn } from './finish-sign-in.ts'

/** How long a trusted browser is not asked for the second factor. */
export const trustLasts = days(30)

/** A second factor that was found right. */
export interface ProvenFactor {
  method: SignInMethod
  /** Uses it up in the transaction of the sign-in (a code's step, a passkey's counter); false when it was used already. */
  spend(tx: Tx): Promise<boolean>
  trustDevice?: boolean | undefined
}

/** What became of a half-done sign-in. Anything but `done` must be refused, which rolls back. */
export type Completed =
  | { state: 'done'; user: UserRow; newDevice: boolean; subject: AuditSubject }
  | { state: 'over' }
  | { state: 'used' }

/**
 * Turns a half-done sign-in into a session, given a second factor that was found right. The one door for every kind of second factor:
 *
 *   const challenge = await tryChallenge({ platform, cookies, now })       // counts the try; undefined → refuse('challenge_over')
 *   … check the factor of challenge.userId, and of nobody else …
 *   return db.transaction(async (tx) => {
 *     const done = await completeChallenge(tx, challenge, { method, spend }, { platform, client, cookies, now, setCookie })
 *     if (done.state !== 'done') return refuse(done.state === 'over' ? 'challenge_over' : …)
 *     await record(tx, { method }, done.subject)
 *     return { state: 'signed_in' as const }
 *   })
 *
 * Locks the person first, so that a change of password, address or factors comes before or after it as a whole; such a change drops the
 * challenge (V55). Of parallel completions exactly one gets a session (V36), which has a token of its own (V44, V47).
 */
export async function completeChallenge(
  tx: Tx,
  challenge: Challenge,
  { method, spend, trustDevice }: ProvenFactor,
  opening: Opening,
): Promise<Completed> {
  const user = await lockPerson(tx, challenge.userId)
  if (!user || !(await takeChallenge(tx, challenge, opening.now))) return { state: 'over' }
  if (!(await spend(tx))) return { state: 'used' }
  const proven = { secondFactor: true, ...(trustDevice && { trustFor: trustLasts }) }
  const { id, newDevice } = await finishSignIn(tx, user, method, opening, proven)
  opening.setCookie(challengeCookie, null)
  return { state: 'done', user, newDevice, subject: { ...(await subjectOf(tx, user.id)), sessionId: id } }
}
