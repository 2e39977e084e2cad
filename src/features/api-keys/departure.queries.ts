import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** How many keys are a person's own, and how many of those they made belong to a team with other members. */
export async function keysOfPerson(on: Reader, userId: string): Promise<{ own: number; left: number }> {
  const { rows } = await sql<{ own: number; left: number }>`
    SELECT count(*) FILTER (WHERE owner_id = ${userId}) AS own,
      count(*) FILTER (WHERE owner_id IS NULL AND EXISTS (
        SELECT FROM memberships m WHERE m.team_id = k.team_id AND m.user_id <> ${userId})) AS left
    FROM api_keys k WHERE owner_id = ${userId} OR created_by = ${userId}`.execute(on.query)
  return rows[0] ?? { own: 0, left: 0 }
}

/** Forgets who made keys that belong to a team. */
export async function forgetMaker(tx: Tx, userId: string): Promise<void> {
  await tx.query.updateTable('api_keys').set({ created_by: null }).where('created_by', '=', userId).execute()
}

/** A person's own keys with where they were used, as “Download my data” gives them; never a secret or its digest. */
export async function exportedKeys(on: Reader, userId: string): Promise<object[]> {
  const { rows } = await sql<{ key: object }>`
    SELECT json_build_object('id', k.id, 'teamId', k.team_id, 'name', k.name, 'scopes', k.scopes, 'projectIds', k.project_ids,
      'ipList', k.ip_list, 'lastFour', k.last_four, 'createdAt', k.created_at, 'expiresAt', k.expires_at, 'pausedAt', k.paused_at,
      'usedFrom', coalesce((SELECT json_agg(json_build_object('ip', a.ip, 'client', a.client, 'firstUsedAt', a.first_used_at,
        'lastUsedAt', a.last_used_at) ORDER BY a.first_used_at) FROM key_addresses a WHERE a.key_id = k.id), '[]')) AS key
    FROM api_keys k WHERE k.owner_id = ${userId} ORDER BY k.created_at, k.id`.execute(on.query)
  return rows.map(({ key }) => key)
}
