import type { Reader, Tx } from '#platform/db/db.ts'
import type { WaysIn } from './rules.ts'

/** A stored passkey. */
export interface PasskeyRow {
  id: string
  user_id: string
  credential_id: string
  public_key: Buffer
  counter: number
  transports: string[]
  aaguid: string
  backup_eligible: boolean
  synced: boolean
  name: string
  created_at: Date
  last_used_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    passkeys: PasskeyRow
  }
}

/** A person's passkeys, oldest first. */
export async function passkeysOf(on: Reader, userId: string): Promise<PasskeyRow[]> {
  return on.query
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** The passkey with this credential id, whosever it is. */
export async function passkeyByCredential(on: Reader, credentialId: string): Promise<PasskeyRow | undefined> {
  return on.query.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst()
}

/** Adds a passkey; false when this credential is there already, for whomever. */
export async function insertPasskey(tx: Tx, passkey: PasskeyRow): Promise<boolean> {
  const result = await tx.query
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/**
 * Notes a use and raises the counter, in one conditional UPDATE: false when the passkey is gone, or another use came first. Authenticators
 * without a counter stay at zero.
 */
export async function notePasskeyUse(
  tx: Tx,
  { id, counter, synced }: { id: string; counter: number; synced: boolean },
  now: Date,
): Promise<boolean> {
  const result = await tx.query
    .updateTable('passkeys')
    .set({ counter, synced, last_used_at: now })
    .where('id', '=', id)
    .where((row) => row.or([row('counter', '<', counter), row.and([row('counter', '=', 0), row.lit(counter === 0)])]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** A person's passkey, locked until the transaction ends. */
export async function lockPasskey(tx: Tx, userId: string, id: string): Promise<PasskeyRow | undefined> {
  return tx.query
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Gives a person's passkey another name. */
export async function setPasskeyName(tx: Tx, userId: string, id: string, name: string): Promise<void> {
  await tx.query.updateTable('passkeys').set({ name }).where('user_id', '=', userId).where('id', '=', id).execute()
}

/** Removes every passkey of a person; answers how many. */
export async function deletePasskeys(tx: Tx, userId: string): Promise<number> {
  const result = await tx.query.deleteFrom('passkeys').where('user_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Removes a person's passkey. */
export async function deletePasskey(tx: Tx, userId: string, id: string): Promise<void> {
  await tx.query.deleteFrom('passkeys').where('user_id', '=', userId).where('id', '=', id).execute()
}

/** How a person can sign in; to be asked with the person locked, so that nothing of it changes meanwhile. */
export async function waysInOf(tx: Tx, userId: string): Promise<WaysIn> {
  const passkeys = await tx.query.selectFrom('passkeys').select('id').where('user_id', '=', userId).execute()
  const password = await tx.query
    .selectFrom('passwords')
    .select('user_id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return { password: password !== undefined, passkeys: passkeys.length }
}

/** Whether a person has a passkey. */
export async function hasPasskey(on: Reader, userId: string): Promise<boolean> {
  const row = await on.query
    .selectFrom('passkeys')
    .select('id')
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
