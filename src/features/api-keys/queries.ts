import { sql } from 'kysely'
import type { Scope } from '#access/key-scopes.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'

/** A stored key. */
export interface KeyRow {
  team_id: string
  id: string
  /** Whose key it is; null for the team's own. */
  owner_id: string | null
  created_by: string | null
  name: string
  scopes: Scope[]
  project_ids: string[] | null
  ip_list: string[]
  digest: Buffer
  last_four: string
  /** What the expiry was chosen as; a rotation begins it anew. */
  lifetime_days: number | null
  expires_at: Date | null
  paused_at: Date | null
  rotated_at: Date | null
  old_digest: Buffer | null
  old_last_four: string | null
  old_used_until: Date | null
  week_warned_at: Date | null
  day_warned_at: Date | null
  version: number
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    api_keys: KeyRow
  }
}

/** Adds a key. */
export async function insertKey(tx: Tx, key: KeyRow): Promise<void> {
  await tx.query.insertInto('api_keys').values(key).execute()
}

/** A key of a team. */
export async function keyOf(on: Reader, teamId: string, id: string): Promise<KeyRow | undefined> {
  return on.query
    .selectFrom('api_keys')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A key by its id alone, locked against changes until the transaction ends; uses of it can still be noted meanwhile. */
export async function lockKey(tx: Tx, id: string): Promise<KeyRow | undefined> {
  return tx.query.selectFrom('api_keys').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** Changes a key that still is at this version; undefined when it is not. */
export async function updateKey(
  tx: Tx,
  { team_id, id, version }: Pick<KeyRow, 'team_id' | 'id' | 'version'>,
  change: Partial<KeyRow>,
): Promise<KeyRow | undefined> {
  return tx.query
    .updateTable('api_keys')
    .set({ ...change, version: version + 1 })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}

/** Revokes a key: its row goes, and with it every way to use it. Undefined when it is gone already. */
export async function deleteKey(tx: Tx, teamId: string, id: string): Promise<KeyRow | undefined> {
  return tx.query
    .deleteFrom('api_keys')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Revokes a person's own keys in all their teams; answers how many. */
export async function deleteKeysOf(tx: Tx, userId: string): Promise<number> {
  const result = await tx.query.deleteFrom('api_keys').where('owner_id', '=', userId).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** How many keys a team has. */
export async function countKeys(on: Reader, teamId: string): Promise<number> {
  const row = await on.query
    .selectFrom('api_keys')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .executeTakeFirstOrThrow()
  return row.n
}

/** A person's own keys that were made before `before` and not used since. */
export async function unusedKeysOf(on: Reader, userId: string, before: Date): Promise<number> {
  const row = await on.query
    .selectFrom('api_keys as k')
    .leftJoin('key_activity as a', (join) => join.onRef('a.team_id', '=', 'k.team_id').onRef('a.key_id', '=', 'k.id'))
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('k.owner_id', '=', userId)
    .where('k.created_at', '<', before)
    .where((or) => or.or([or('a.last_used_at', 'is', null), or('a.last_used_at', '<', before)]))
    .executeTakeFirstOrThrow()
  return row.n
}

const warnings = { week: 'week_warned_at', day: 'day_warned_at' } as const

/**
 * Marks keys that end between `now` and `until` as warned and answers them, each of them once: a key warned by another worker at this moment
 * is passed over.
 */
export async function claimExpiring(
  tx: Tx,
  stage: keyof typeof warnings,
  { now, until, most }: { now: Date; until: Date; most: number },
): Promise<KeyRow[]> {
  const column = warnings[stage]
  const due = tx.query
    .selectFrom('api_keys')
    .select('id')
    .where('expires_at', '>', now)
    .where('expires_at', '<=', until)
    .where(column, 'is', null)
    .orderBy('expires_at')
    .limit(most)
    .forNoKeyUpdate()
    .skipLocked()
  return (
    tx.query
      .updateTable('api_keys')
      // Who is warned of the last day needs no word about the last week any more.
      .set(stage === 'day' ? { week_warned_at: now, day_warned_at: now } : { week_warned_at: now })
      // Not IN: a joined subquery may be run again for each row, and would then take more than `most`.
      .where('id', '=', sql<string>`ANY(ARRAY(${due}))`)
      .returningAll()
      .execute()
  )
}

/** Somebody a letter about a key goes to. */
export interface KeyKeeper {
  id: string
  email: string
  full_name: string
  timezone: string
  notification_email: string | null
}

/** Who keeps a key: its owner, or for a team's own key the team's owners and admins. */
export async function keepersOf(
  on: Reader,
  { team_id, owner_id }: Pick<KeyRow, 'team_id' | 'owner_id'>,
): Promise<KeyKeeper[]> {
  let query = on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.full_name', 'u.timezone', 'u.notification_email'])
    .where('m.team_id', '=', team_id)
  query = owner_id ? query.where('m.user_id', '=', owner_id) : query.where('m.role', 'in', ['owner', 'admin'])
  return query.orderBy('u.id').execute()
}

/** What a team allows of keys. */
export async function keyRulesOf(
  on: Reader,
  teamId: string,
): Promise<{ lifetimeDays: number | null; byManagers: boolean }> {
  const row = await on.query
    .selectFrom('teams')
    .select(['key_lifetime_days', 'key_makers'])
    .where('id', '=', teamId)
    .executeTakeFirst()
  return { lifetimeDays: row?.key_lifetime_days ?? null, byManagers: row?.key_makers === 'managers' }
}

/** The name of a team. */
export async function teamNameOf(on: Reader, teamId: string): Promise<string> {
  const row = await on.query.selectFrom('teams').select('name').where('id', '=', teamId).executeTakeFirst()
  return row?.name ?? ''
}

/** Forgets secrets whose overlap is over; they are refused by their own date anyway. */
export async function dropOldSecrets(db: Db, now: Date): Promise<void> {
  await db.query
    .updateTable('api_keys')
    .set({ old_digest: null, old_last_four: null, old_used_until: null })
    .where('old_used_until', '<=', now)
    .execute()
}
