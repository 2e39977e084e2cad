import type { Db, Reader, Tx } from '#platform/db/db.ts'

interface SignInChallengesTable {
  digest: Buffer
  user_id: string
  attempts: number
  ip: string
  user_agent: string
  known_browser: boolean
  created_at: Date
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    sign_in_challenges: SignInChallengesTable
  }
}

/** A half-done sign-in: the password was right, the second factor is awaited. */
export interface Challenge {
  digest: Buffer
  userId: string
  /** Second factors tried so far. */
  attempts: number
  expiresAt: Date
}

/** Begins a half-done sign-in. */
export async function insertChallenge(tx: Tx, challenge: Omit<SignInChallengesTable, 'attempts'>): Promise<void> {
  await tx.query
    .insertInto('sign_in_challenges')
    .values({ ...challenge, attempts: 0 })
    .execute()
}

/** The half-done sign-in of this secret's digest, alive and with tries left. */
export async function findChallenge(
  on: Reader,
  digest: Buffer,
  { most, now }: { most: number; now: Date },
): Promise<Challenge | undefined> {
  const row = await on.query
    .selectFrom('sign_in_challenges')
    .selectAll()
    .where('digest', '=', digest)
    .where('attempts', '<', most)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { digest, userId: row.user_id, attempts: row.attempts, expiresAt: row.expires_at }
}

/** Counts a try before anything is verified, in one committed statement: of parallel tries at most `most` ever get through (V14). */
export async function countChallengeAttempt(
  db: Db,
  digest: Buffer,
  { most, now }: { most: number; now: Date },
): Promise<Challenge | undefined> {
  const row = await db.query
    .updateTable('sign_in_challenges')
    .set((raise) => ({ attempts: raise('attempts', '+', 1) }))
    .where('digest', '=', digest)
    .where('attempts', '<', most)
    .where('expires_at', '>', now)
    .returning(['user_id', 'attempts', 'expires_at'])
    .executeTakeFirst()
  return row && { digest, userId: row.user_id, attempts: row.attempts, expiresAt: row.expires_at }
}

/** Ends a half-done sign-in because it is being completed; of parallel takers exactly one gets it, and only while it lives (V36). */
export async function takeChallenge(tx: Tx, { digest, userId }: Challenge, now: Date): Promise<boolean> {
  const result = await tx.query
    .deleteFrom('sign_in_challenges')
    .where('digest', '=', digest)
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Ends a half-done sign-in: too many tries, or the browser begins another. */
export async function dropChallenge(on: Reader, digest: Buffer): Promise<void> {
  await on.query.deleteFrom('sign_in_challenges').where('digest', '=', digest).execute()
}

/** Ends every half-done sign-in of a person (V55). */
export async function dropChallenges(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('sign_in_challenges').where('user_id', '=', userId).execute()
}

/** People whose half-done sign-ins ran out. */
export async function peopleOfAbandoned(on: Reader, now: Date): Promise<string[]> {
  const rows = await on.query
    .selectFrom('sign_in_challenges')
    .select('user_id')
    .distinct()
    .where('expires_at', '<=', now)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Where and when somebody gave a right password in a browser new to the person, and went no further. */
export interface Abandoned {
  ip: string
  userAgent: string
  at: Date
}

/** Removes a person's half-done sign-ins that ran out; answers the latest one from a browser that was new to them. */
export async function takeAbandoned(tx: Tx, userId: string, now: Date): Promise<Abandoned | undefined> {
  const rows = await tx.query
    .deleteFrom('sign_in_challenges')
    .where('user_id', '=', userId)
    .where('expires_at', '<=', now)
    .returning(['ip', 'user_agent', 'known_browser', 'created_at'])
    .execute()
  const strange = rows.filter((row) => !row.known_browser)
  const last = strange.toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime())[0]
  return last && { ip: last.ip, userAgent: last.user_agent, at: last.created_at }
}
