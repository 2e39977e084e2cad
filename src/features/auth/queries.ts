import type { Db, Tx } from '#platform/db/db.ts'

interface PendingSignUpsTable {
  digest: Buffer
  browser_digest: Buffer
  email: string
  email_canonical: string
  full_name: string
  timezone: string
  password_hash: string
  created_at: Date
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    pending_sign_ups: PendingSignUpsTable
  }
}

/** Keeps a sign-up until its mailbox is proven. */
export async function insertPendingSignUp(tx: Tx, pending: PendingSignUpsTable): Promise<void> {
  await tx.query.insertInto('pending_sign_ups').values(pending).execute()
}

/** The pending sign-up of a link, alive; left in place. */
export async function peekPendingSignUp(on: Db, digest: Buffer, now: Date): Promise<PendingSignUpsTable | undefined> {
  return on.query
    .selectFrom('pending_sign_ups')
    .selectAll()
    .where('digest', '=', digest)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** Takes a pending sign-up and every other one of the same address; of parallel takers exactly one gets it. */
export async function takePendingSignUp(tx: Tx, digest: Buffer, now: Date): Promise<PendingSignUpsTable | undefined> {
  const taken = await tx.query
    .deleteFrom('pending_sign_ups')
    .where('digest', '=', digest)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
  if (taken)
    await tx.query.deleteFrom('pending_sign_ups').where('email_canonical', '=', taken.email_canonical).execute()
  return taken
}

/** Removes sign-ups that were never confirmed. */
export async function sweepPendingSignUps(db: Db, now: Date): Promise<void> {
  await db.query.deleteFrom('pending_sign_ups').where('expires_at', '<', now).execute()
}

/** Removes every sign-up of an address that waits for its confirmation. */
export async function dropPendingSignUps(tx: Tx, canonical: string): Promise<void> {
  await tx.query.deleteFrom('pending_sign_ups').where('email_canonical', '=', canonical).execute()
}
