import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { KeyRow } from './queries.ts'
import { last30Days } from './rules.ts'

/** A key with its owner's name and what it was used for. */
export interface ListedKey
  extends Omit<KeyRow, 'digest' | 'old_digest' | 'created_by' | 'week_warned_at' | 'day_warned_at'> {
  owner_name: string | null
  last_used_at: Date | null
  last_ip: string | null
  last_client: string | null
  last_route: string | null
  /** Uses by day (`2027-03-01`, UTC) of the last 30; null when there were none. */
  days: Record<string, number> | null
  /** While a rotation overlaps: who used the secret before since, newest first, at most 20. */
  old_callers: { ip: string; client: string; at: string }[] | null
}

interface Asked {
  /** This key only. */
  id?: string
  /** Keys of this person only. */
  ownerId?: string | null
  /** Keys after this one. */
  cursor?: string | undefined
  limit: number
}

/** A team's keys, newest first. One statement for all that a page shows. */
export async function listedKeys(
  on: Reader,
  teamId: string,
  { id, ownerId, cursor, limit }: Asked,
  now: Date,
): Promise<ListedKey[]> {
  // Texts of their own, not “$2 IS NULL OR …”: so PostgreSQL keeps one plan for each instead of planning anew every time.
  const one = id ? sql`AND k.id = ${id}` : sql``
  const own = ownerId ? sql`AND k.owner_id = ${ownerId}` : sql``
  const older = cursor ? sql`AND k.id < ${cursor}` : sql``
  const only = sql`${one} ${own} ${older}`
  const { rows } = await sql<ListedKey>`
    SELECT k.team_id, k.id, k.owner_id, k.name, k.scopes, k.project_ids, k.ip_list, k.last_four, k.lifetime_days, k.expires_at,
      k.paused_at, k.rotated_at, k.old_last_four, k.old_used_until, k.version, k.created_at,
      u.full_name AS owner_name, a.last_used_at, a.ip AS last_ip, a.client AS last_client, a.route AS last_route,
      (SELECT json_object_agg(to_char(d.day, 'YYYY-MM-DD'), d.uses) FROM key_days d
        WHERE d.team_id = k.team_id AND d.key_id = k.id AND d.day >= ${last30Days(now)[0]}::date) AS days,
      CASE WHEN k.old_used_until > ${now}::timestamptz THEN (
        SELECT json_agg(json_build_object('ip', c.ip, 'client', c.client, 'at', c.old_secret_at) ORDER BY c.old_secret_at DESC)
        FROM (SELECT ip, client, old_secret_at FROM key_addresses
          WHERE team_id = k.team_id AND key_id = k.id AND old_secret_at > k.rotated_at
          ORDER BY old_secret_at DESC LIMIT 20) c
      ) END AS old_callers
    FROM api_keys k
      LEFT JOIN users u ON u.id = k.owner_id
      LEFT JOIN key_activity a ON a.team_id = k.team_id AND a.key_id = k.id
    WHERE k.team_id = ${teamId} ${only}
    ORDER BY k.id DESC LIMIT ${limit}`.execute(on.query)
  return rows
}

/** One key as {@link listedKeys} lists it. */
export const listedKey = async (on: Reader, teamId: string, id: string, now: Date): Promise<ListedKey | undefined> =>
  (await listedKeys(on, teamId, { id, limit: 1 }, now))[0]
