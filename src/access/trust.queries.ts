import type { Reader, Tx } from '#platform/db/db.ts'

/** A browser in which the second factor is not asked for. */
export interface TrustedDevice {
  id: string
  digest: Buffer
  userAgent: string
  trustedUntil: Date
  lastSeenAt: Date
}

/** Whether this browser of the person is trusted now. */
export async function isTrusted(on: Reader, userId: string, digest: Buffer, now: Date): Promise<boolean> {
  const row = await on.query
    .selectFrom('known_devices')
    .select('id')
    .where('digest', '=', digest)
    .where('user_id', '=', userId)
    .where('trusted_until', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Gives a browser a new secret, for everybody who is known in it. */
export async function rekeyDevice(tx: Tx, seen: Buffer, next: Buffer): Promise<void> {
  await tx.query.updateTable('known_devices').set({ digest: next }).where('digest', '=', seen).execute()
}

/** Trusts a browser of the person until then. */
export async function trustDevice(
  tx: Tx,
  device: { userId: string; id: string; userAgent: string },
  until: Date,
): Promise<void> {
  await tx.query
    .updateTable('known_devices')
    .set({ trusted_until: until, user_agent: device.userAgent })
    .where('user_id', '=', device.userId)
    .where('id', '=', device.id)
    .execute()
}

/** The trusted browsers of a person, the one seen last first. */
export async function trustedDevicesOf(on: Reader, userId: string, now: Date): Promise<TrustedDevice[]> {
  const rows = await on.query
    .selectFrom('known_devices')
    .select(['id', 'digest', 'user_agent', 'trusted_until', 'last_seen_at'])
    .where('user_id', '=', userId)
    .where('trusted_until', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(({ id, digest, user_agent, trusted_until, last_seen_at }) => ({
    id,
    digest,
    userAgent: user_agent,
    trustedUntil: trusted_until as Date,
    lastSeenAt: last_seen_at,
  }))
}

/** Ends the trust in a person's browsers, or in one of them; answers in how many. They stay known. */
export async function distrustDevices(tx: Tx, userId: string, id?: string): Promise<number> {
  let query = tx.query
    .updateTable('known_devices')
    .set({ trusted_until: null })
    .where('user_id', '=', userId)
    .where('trusted_until', 'is not', null)
  if (id) query = query.where('id', '=', id)
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}
