import type { z } from 'zod'
import { keyDisplay } from '#access/key-format.ts'
import type { Reader } from '#platform/db/db.ts'
import type { KeyView } from './contract.ts'
import { type ListedKey, listedKey } from './list.queries.ts'
import { expiresSoon, isUnused, last30Days, mayChange, mayRotate, stateOf, type Viewer } from './rules.ts'

/** A listed key as this viewer sees it. */
export const viewFrom = (
  row: ListedKey,
  team: { id: string; name: string },
  viewer: Viewer,
  now: Date,
): z.input<typeof KeyView> => ({
  id: row.id,
  name: row.name,
  kind: row.owner_id === null ? ('service' as const) : ('personal' as const),
  display: keyDisplay(row.last_four),
  scopes: row.scopes,
  owner: row.owner_id === null ? { id: team.id, name: team.name } : { id: row.owner_id, name: row.owner_name ?? '' },
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  expiresSoon: expiresSoon(row.expires_at, now),
  state: stateOf(row, now),
  ipList: row.ip_list,
  projectIds: row.project_ids,
  lastUsed: row.last_used_at && {
    at: row.last_used_at,
    ip: row.last_ip ?? '',
    client: row.last_client ?? '',
    route: row.last_route ?? '',
  },
  unusedFor90Days: isUnused(row, now),
  uses30Days: last30Days(now).map((day) => row.days?.[day] ?? 0),
  rotation: rotationOf(row, now),
  mayChange: mayChange(viewer, row),
  mayRotate: mayRotate(viewer, row),
  version: row.version,
})

/** One key as this viewer sees it; undefined when it is gone. */
export async function viewOf(
  on: Reader,
  id: string,
  team: { id: string; name: string },
  viewer: Viewer,
  now: Date,
): Promise<z.input<typeof KeyView> | undefined> {
  const row = await listedKey(on, team.id, id, now)
  return row && viewFrom(row, team, viewer, now)
}

function rotationOf({ rotated_at, old_used_until, old_last_four, old_callers }: ListedKey, now: Date) {
  if (!rotated_at || !old_used_until || old_used_until <= now) return null
  return {
    rotatedAt: rotated_at,
    oldDisplay: keyDisplay(old_last_four ?? ''),
    oldUsedUntil: old_used_until,
    oldCallers: (old_callers ?? []).map(({ ip, client, at }) => ({ ip, client, at: new Date(at) })),
  }
}
