import type { z } from 'zod'
import { keyDisplay } from '#access/key-format.ts'
import type { Reader } from '#platform/db/db.ts'
import type { KeyView } from './contract.ts'
import { daysOf, type ListedKey, listedKey, oldCallersOf } from './list.queries.ts'
import { expiresSoon, isUnused, last30Days, mayChange, mayRotate, stateOf, type Viewer } from './rules.ts'

/** Keys as this viewer sees them, with what they were used for. */
export async function viewsOf(
  on: Reader,
  rows: ListedKey[],
  team: { id: string; name: string },
  viewer: Viewer,
  now: Date,
): Promise<z.input<typeof KeyView>[]> {
  const days = last30Days(now)
  const ids = rows.map(({ id }) => id)
  const uses = new Map<string, number>()
  for (const { key_id, day, uses: count } of await daysOf(on, team.id, ids, days[0] ?? '')) {
    uses.set(`${key_id} ${day}`, count)
  }
  return Promise.all(
    rows.map(async (row) => ({
      ...staticView(row, team, viewer, now),
      rotation: await rotationOf(on, row, now),
      uses30Days: days.map((day) => uses.get(`${row.id} ${day}`) ?? 0),
    })),
  )
}

/** One key as this viewer sees it; undefined when it is gone. */
export async function viewOf(
  on: Reader,
  id: string,
  team: { id: string; name: string },
  viewer: Viewer,
  now: Date,
): Promise<z.input<typeof KeyView> | undefined> {
  const row = await listedKey(on, team.id, id)
  return row && (await viewsOf(on, [row], team, viewer, now))[0]
}

const staticView = (row: ListedKey, team: { id: string; name: string }, viewer: Viewer, now: Date) => ({
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
  mayChange: mayChange(viewer, row),
  mayRotate: mayRotate(viewer, row),
  version: row.version,
})

async function rotationOf(on: Reader, row: ListedKey, now: Date) {
  if (!row.rotated_at || !row.old_used_until || row.old_used_until <= now) return null
  return {
    rotatedAt: row.rotated_at,
    oldDisplay: keyDisplay(row.old_last_four ?? ''),
    oldUsedUntil: row.old_used_until,
    oldCallers: await oldCallersOf(on, row.team_id, row.id, row.rotated_at),
  }
}
