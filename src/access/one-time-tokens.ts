import { type Duration, later } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** What a single-use link is for; a token of one purpose is refused for every other (ASVS 9.2.2). */
export type TokenPurpose =
  | 'verify-email'
  | 'recover'
  | 'unlock-sign-in'
  | 'disown-sign-in'
  | 'confirm-email-change'
  | 'undo-email-change'
  | 'confirm-notification-email'

interface OneTimeTokensTable {
  digest: Buffer
  user_id: string
  purpose: TokenPurpose
  address: string
  subject_id: string | null
  details: unknown
  created_at: Date
  expires_at: Date
  spent_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    one_time_tokens: OneTimeTokensTable
  }
}

/** What a token is bound to. */
export interface TokenBinding {
  userId: string
  purpose: TokenPurpose
  /** The mailbox it is sent to; a token proves this mailbox and no other (V73). */
  address: string
  /** The session or change it is about. */
  subjectId?: string
  details?: Record<string, string>
  lifetime: Duration
}

/** A token that was presented, alive and for the right purpose. */
export interface Presented {
  userId: string
  address: string
  subjectId: string | null
  details: Record<string, string>
}

/** Makes a single-use token of 256 bits; only its SHA-256 is stored. The secret goes into a link's fragment, so no server log sees it (V133). */
export async function issueToken(tx: Tx, binding: TokenBinding, now: Date): Promise<string> {
  const secret = newSecret()
  await tx.query
    .insertInto('one_time_tokens')
    .values({
      digest: digest(secret),
      user_id: binding.userId,
      purpose: binding.purpose,
      address: binding.address,
      subject_id: binding.subjectId ?? null,
      details: JSON.stringify(binding.details ?? {}),
      created_at: now,
      expires_at: later(now, binding.lifetime),
      spent_at: null,
    })
    .execute()
  return secret
}

/** Spends a token: one conditional UPDATE, so of many parallel uses exactly one gets it (V33, V58). Null when it is unknown, spent, expired or of another purpose. */
export async function spendToken(tx: Tx, purpose: TokenPurpose, secret: string, now: Date): Promise<Presented | null> {
  const row = await tx.query
    .updateTable('one_time_tokens')
    .set({ spent_at: now })
    .where('digest', '=', digest(secret))
    .where('purpose', '=', purpose)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['user_id', 'address', 'subject_id', 'details'])
    .executeTakeFirst()
  return row ? presented(row) : null
}

/** Looks at a token without spending it; null under the same conditions as {@link spendToken}. */
export async function peekToken(
  on: Reader,
  purpose: TokenPurpose,
  secret: string,
  now: Date,
): Promise<Presented | null> {
  const row = await on.query
    .selectFrom('one_time_tokens')
    .select(['user_id', 'address', 'subject_id', 'details'])
    .where('digest', '=', digest(secret))
    .where('purpose', '=', purpose)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ? presented(row) : null
}

const presented = (row: {
  user_id: string
  address: string
  subject_id: string | null
  details: unknown
}): Presented => ({
  userId: row.user_id,
  address: row.address,
  subjectId: row.subject_id,
  details: row.details as Record<string, string>,
})

/** Makes every open token of a person worthless, of some purposes or of all. */
export async function voidOneTimeTokens(tx: Tx, userId: string, now: Date, purposes?: TokenPurpose[]): Promise<void> {
  let query = tx.query
    .updateTable('one_time_tokens')
    .set({ spent_at: now })
    .where('user_id', '=', userId)
    .where('spent_at', 'is', null)
  if (purposes) query = query.where('purpose', 'in', purposes)
  await query.execute()
}

/** Removes tokens that can never be used again. */
export async function sweepOneTimeTokens(db: Db, before: Date): Promise<void> {
  await db.query.deleteFrom('one_time_tokens').where('expires_at', '<', before).execute()
}
