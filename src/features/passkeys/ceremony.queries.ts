import type { Db, Tx } from '#platform/db/db.ts'

/** What a challenge may be answered for; an answer for one purpose is refused for every other. */
export type CeremonyPurpose = 'register' | 'sign-in' | 'challenge' | 'step-up'

interface PasskeyCeremoniesTable {
  id: string
  purpose: CeremonyPurpose
  browser_digest: Buffer
  user_id: string | null
  challenge: string
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    passkey_ceremonies: PasskeyCeremoniesTable
  }
}

/** Keeps a challenge until it is answered. */
export async function insertCeremony(db: Db, ceremony: PasskeyCeremoniesTable): Promise<void> {
  await db.query.insertInto('passkey_ceremonies').values(ceremony).execute()
}

/** Takes a challenge, if everything about it is as it was begun; of parallel takers exactly one gets it. Committed before any answer is looked at. */
export async function deleteCeremony(
  db: Db,
  seen: { id: string; purpose: CeremonyPurpose; browserDigest: Buffer; userId: string | null },
  now: Date,
): Promise<string | null> {
  const row = await db.query
    .deleteFrom('passkey_ceremonies')
    .where('id', '=', seen.id)
    .where('purpose', '=', seen.purpose)
    .where('browser_digest', '=', seen.browserDigest)
    .where('user_id', 'is not distinct from', seen.userId)
    .where('expires_at', '>', now)
    .returning('challenge')
    .executeTakeFirst()
  return row?.challenge ?? null
}

/** Removes challenges that nobody answered. */
export async function sweepCeremonies(db: Db, now: Date): Promise<void> {
  await db.query.deleteFrom('passkey_ceremonies').where('expires_at', '<', now).execute()
}

/** Ends every ceremony a person has under way. */
export async function dropCeremoniesOf(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('passkey_ceremonies').where('user_id', '=', userId).execute()
}
