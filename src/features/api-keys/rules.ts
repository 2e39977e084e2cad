import { may } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import { type Duration, days, earlier, later } from '#platform/clock.ts'
import type { KeyRow } from './queries.ts'

/** A key unused for this long is worth asking about. */
export const unusedAfter: Duration = days(90)

/** When warnings of the end go out, before it. */
export const warnedBefore = { week: days(7), day: days(1) } as const

/** Somebody who looks at keys: a person in a team, or a key (for its owner, or for the team). */
export interface Viewer {
  role: Role
  userId: string | null
}

/** Whether somebody may see and end keys that are not their own. */
export const managesKeys = ({ role }: Pick<Viewer, 'role'>): boolean => may(role, 'keys.manage')

/** Whether somebody may see, rename, pause and revoke this key. */
export const mayChange = (viewer: Viewer, key: Pick<KeyRow, 'owner_id'>): boolean =>
  managesKeys(viewer) || (viewer.userId !== null && key.owner_id === viewer.userId)

/** Whether somebody may see a new secret of this key: a person's own key is for that person only, whatever anybody's role. */
export const mayRotate = (viewer: Viewer, key: Pick<KeyRow, 'owner_id'>): boolean =>
  key.owner_id === null ? managesKeys(viewer) : key.owner_id === viewer.userId

/** Whether the end of a key is near: within a week, within a day. A key that has ended is not. */
export function expiresSoon(expiresAt: Date | null, now: Date): 'soon' | 'now' | null {
  if (!expiresAt || expiresAt <= now || expiresAt > later(now, warnedBefore.week)) return null
  return expiresAt <= later(now, warnedBefore.day) ? 'now' : 'soon'
}

/** How a key stands. */
export function stateOf(
  key: Pick<KeyRow, 'expires_at' | 'paused_at' | 'old_used_until'>,
  now: Date,
): 'active' | 'paused' | 'expired' | 'rotating' {
  if (key.expires_at && key.expires_at <= now) return 'expired'
  if (key.paused_at) return 'paused'
  return key.old_used_until && key.old_used_until > now ? 'rotating' : 'active'
}

/** Whether nobody used a key for {@link unusedAfter}. */
export const isUnused = (key: { created_at: Date; last_used_at: Date | null }, now: Date): boolean =>
  (key.last_used_at ?? key.created_at) <= earlier(now, unusedAfter)

/** Whether a lifetime keeps to the longest one a team allows; null is for ever on the left, and no rule on the right. */
export const livesAtMost = (lifetimeDays: number | null, longest: number | null): boolean =>
  longest === null || (lifetimeDays !== null && lifetimeDays <= longest)

/** When a key with this lifetime ends, and which warnings are pointless because it never lived that long. */
export function endOf(lifetimeDays: number | null, now: Date) {
  const lifetime = lifetimeDays === null ? null : days(lifetimeDays)
  const tooShort = (notice: Duration) => (lifetime !== null && lifetime <= notice ? now : null)
  return {
    lifetime_days: lifetimeDays,
    expires_at: lifetime === null ? null : later(now, lifetime),
    week_warned_at: tooShort(warnedBefore.week),
    day_warned_at: tooShort(warnedBefore.day),
  }
}

// Asked for with every key of a list, and new once a day.
let lastAsked: { today: string; days: readonly string[] } = { today: '', days: [] }
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The last 30 days (UTC, `2027-03-01`), oldest first. */
export function last30Days(now: Date): readonly string[] {
  const today = dayOf(now)
  if (lastAsked.today !== today)
    lastAsked = { today, days: Array.from({ length: 30 }, (_, back) => dayOf(earlier(now, days(29 - back)))) }
  return lastAsked.days
}

/** Whether a limit lets a key see nothing it did not see before. Null is every project. */
export const isNarrower = (next: readonly string[] | null, seen: readonly string[] | null): boolean =>
  seen === null || next?.every((id) => seen.includes(id)) === true

/** Whether two limits are the same, in whatever order. */
export const sameProjects = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a === null || b === null ? a === b : a.length === b.length && a.every((id) => b.includes(id))
