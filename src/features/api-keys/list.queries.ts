import type { Reader } from '#platform/db/db.ts'
import type { KeyRow } from './queries.ts'

/** A key with its owner's name and its last use. */
export interface ListedKey extends KeyRow {
  owner_name: string | null
  last_used_at: Date | null
  last_ip: string | null
  last_client: string | null
  last_route: string | null
}

const listed = (on: Reader, teamId: string) =>
  on.query
    .selectFrom('api_keys as k')
    .leftJoin('users as u', 'u.id', 'k.owner_id')
    .leftJoin('key_activity as a', (join) => join.onRef('a.team_id', '=', 'k.team_id').onRef('a.key_id', '=', 'k.id'))
    .selectAll('k')
    .select([
      'u.full_name as owner_name',
      'a.last_used_at',
      'a.ip as last_ip',
      'a.client as last_client',
      'a.route as last_route',
    ])
    .where('k.team_id', '=', teamId)

/** A page of a team's keys, newest first: all of them, or one person's own. */
export async function keysAfter(
  on: Reader,
  teamId: string,
  { ownerId, cursor, limit }: { ownerId: string | null; cursor: string | undefined; limit: number },
): Promise<ListedKey[]> {
  let query = listed(on, teamId)
  if (ownerId) query = query.where('k.owner_id', '=', ownerId)
  if (cursor) query = query.where('k.id', '<', cursor)
  return query.orderBy('k.id', 'desc').limit(limit).execute()
}

/** One key as {@link keysAfter} lists it. */
export async function listedKey(on: Reader, teamId: string, id: string): Promise<ListedKey | undefined> {
  return listed(on, teamId).where('k.id', '=', id).executeTakeFirst()
}

/** Uses of some keys by day (`2027-03-01`, UTC) since a day. */
export async function daysOf(
  on: Reader,
  teamId: string,
  ids: string[],
  since: string,
): Promise<{ key_id: string; day: string; uses: number }[]> {
  if (ids.length === 0) return []
  return on.query
    .selectFrom('key_days')
    .select((select) => ['key_id', 'uses', select.cast<string>('day', 'text').as('day')])
    .where('team_id', '=', teamId)
    .where('key_id', 'in', ids)
    .where('day', '>=', since)
    .execute()
}

/** Addresses from which the secret before the rotation was used since, newest first, at most 20 of each key. */
export async function oldCallersOf(
  on: Reader,
  teamId: string,
  id: string,
  since: Date,
): Promise<{ ip: string; client: string; at: Date }[]> {
  const rows = await on.query
    .selectFrom('key_addresses')
    .select(['ip', 'client', 'old_secret_at'])
    .where('team_id', '=', teamId)
    .where('key_id', '=', id)
    .where('old_secret_at', '>', since)
    .orderBy('old_secret_at', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ ip, client, old_secret_at }) => ({ ip, client, at: old_secret_at ?? since }))
}
