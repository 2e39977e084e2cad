import type { Db, Tx } from '#platform/db/db.ts'
import type { Use } from './key-use.ts'

interface KeyActivityTable {
  team_id: string
  key_id: string
  last_used_at: Date
  ip: string
  client: string
  route: string
}

interface KeyDaysTable {
  team_id: string
  key_id: string
  day: string
  uses: number
}

interface KeyAddressesTable {
  team_id: string
  key_id: string
  ip: string
  client: string
  first_used_at: Date
  last_used_at: Date
  old_secret_at: Date | null
}

interface KeyHoursTable {
  team_id: string
  key_id: string
  owner_id: string | null
  ip: string
  hour: Date
  uses: number
  client: string
  last_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    key_activity: KeyActivityTable
    key_days: KeyDaysTable
    key_addresses: KeyAddressesTable
    key_hours: KeyHoursTable
  }
}

// One statement, so that all sums of a batch are written or none. Rows are taken in the order of their keys, so that nodes do not wait for
// each other in a circle, and keys being deleted at this moment are passed over: a use never makes a deletion wait or fail.
const writeSql = `
  WITH used AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::bigint[],
      $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[])
      AS u (team_id, key_id, owner_id, ip, hour, uses, summed, client, route, last_at, old_at)
  ), live AS MATERIALIZED (
    SELECT k.team_id, k.id FROM api_keys k WHERE k.id IN (SELECT key_id FROM used) ORDER BY k.id FOR KEY SHARE SKIP LOCKED
  ), of_live AS MATERIALIZED (
    SELECT used.* FROM used JOIN live ON live.id = used.key_id
  ), activity AS (
    INSERT INTO key_activity AS a (team_id, key_id, last_used_at, ip, client, route)
    SELECT DISTINCT ON (key_id) team_id, key_id, last_at, ip, client, route FROM of_live ORDER BY key_id, last_at DESC
    ON CONFLICT (team_id, key_id) DO UPDATE SET last_used_at = excluded.last_used_at, ip = excluded.ip, client = excluded.client,
      route = excluded.route WHERE a.last_used_at <= excluded.last_used_at
  ), addresses AS (
    INSERT INTO key_addresses AS a (team_id, key_id, ip, client, first_used_at, last_used_at, old_secret_at)
    SELECT team_id, key_id, ip, (array_agg(client ORDER BY last_at DESC))[1], min(last_at), max(last_at), max(old_at)
    FROM of_live GROUP BY team_id, key_id, ip ORDER BY key_id, ip
    ON CONFLICT (team_id, key_id, ip) DO UPDATE SET client = excluded.client,
      last_used_at = GREATEST(a.last_used_at, excluded.last_used_at),
      old_secret_at = GREATEST(a.old_secret_at, excluded.old_secret_at)
  ), hours AS (
    INSERT INTO key_hours AS h (team_id, key_id, owner_id, ip, hour, uses, client, last_at)
    SELECT team_id, key_id, max(owner_id), ip, hour, sum(summed), (array_agg(client ORDER BY last_at DESC))[1], max(last_at)
    FROM used GROUP BY team_id, key_id, ip, hour HAVING sum(summed) > 0 ORDER BY key_id, ip, hour
    ON CONFLICT (key_id, ip, hour) DO UPDATE SET uses = h.uses + excluded.uses, client = excluded.client,
      last_at = GREATEST(h.last_at, excluded.last_at)
  )
  INSERT INTO key_days AS d (team_id, key_id, day, uses)
  SELECT team_id, key_id, (hour AT TIME ZONE 'UTC')::date AS day, sum(uses) FROM of_live GROUP BY 1, 2, 3 ORDER BY 2, 3
  ON CONFLICT (team_id, key_id, day) DO UPDATE SET uses = d.uses + excluded.uses
  RETURNING key_id AS "keyId", to_char(day, 'YYYY-MM-DD') AS day, uses`

/** Writes a batch of uses; answers each key's new sum of the day. Several entries of one key, address and hour add up. */
export async function writeUses(db: Db, uses: Use[]): Promise<{ keyId: string; day: string; uses: number }[]> {
  return db.named('write_key_uses', writeSql, [
    uses.map((use) => use.teamId),
    uses.map((use) => use.keyId),
    uses.map((use) => use.ownerId),
    uses.map((use) => use.ip),
    uses.map((use) => use.hour),
    uses.map((use) => use.uses),
    uses.map((use) => use.summed),
    uses.map((use) => use.client),
    uses.map((use) => use.route),
    uses.map((use) => use.lastAt),
    uses.map((use) => use.oldAt),
  ])
}

/** How often a key was used on one day (UTC, `2027-03-01`), as far as it is written. */
export async function usesOn(db: Db, teamId: string, keyId: string, day: string): Promise<number> {
  const sql = 'SELECT uses FROM key_days WHERE team_id = $1 AND key_id = $2 AND day = $3::date'
  const [row] = await db.named<{ uses: number }>('key_uses_on', sql, [teamId, keyId, day])
  return row?.uses ?? 0
}

/** Remembers an address a key is used from; true when it is new to the key. Of parallel first uses exactly one is told so. */
export async function rememberAddress(
  tx: Tx,
  address: Pick<KeyAddressesTable, 'team_id' | 'key_id' | 'ip' | 'client'>,
  now: Date,
): Promise<boolean> {
  const live = await tx.query
    .selectFrom('api_keys')
    .select('id')
    .where('team_id', '=', address.team_id)
    .where('id', '=', address.key_id)
    .forKeyShare()
    .executeTakeFirst()
  if (!live) return false
  const added = await tx.query
    .insertInto('key_addresses')
    .values({ ...address, first_used_at: now, last_used_at: now, old_secret_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

/** Takes the sums of hours that began before `before`; each is handed out once. */
export async function takeHours(tx: Tx, before: Date, most: number): Promise<KeyHoursTable[]> {
  const due = await tx.query
    .selectFrom('key_hours')
    .select(['key_id', 'ip', 'hour'])
    .where('hour', '<', before)
    .orderBy('hour')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  if (due.length === 0) return []
  return tx.query
    .deleteFrom('key_hours')
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('key_id', 'ip', 'hour'),
        'in',
        due.map((one) => tuple(one.key_id, one.ip, one.hour)),
      ),
    )
    .returningAll()
    .execute()
}

/** Forgets days and addresses that nobody is shown any more. */
export async function sweepUses(db: Db, before: Date): Promise<void> {
  const day = before.toISOString().slice(0, 10)
  await db.query.deleteFrom('key_days').where('day', '<', day).execute()
  await db.query.deleteFrom('key_addresses').where('last_used_at', '<', before).execute()
}
