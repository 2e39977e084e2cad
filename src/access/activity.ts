import { type Duration, minutes, seconds } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import type { Principal } from './principal.ts'
import { touchSessions } from './queries.ts'

// “Last active” is written in batches: at most this much of it is lost when the process dies.
const flushEvery: Duration = seconds(1)
const worthWriting: Duration = minutes(1)

interface Pending {
  used: Map<string, Date>
  timer: NodeJS.Timeout | null
}

const pending = new WeakMap<Platform, Pending>()

/** Notes that a session is in use; kept in the principal at once and written to the database within a second, once a minute at most. */
export function noteActive(platform: Platform, { session }: Principal, now: Date): void {
  if (now.getTime() - session.lastActiveAt.getTime() < worthWriting) return
  session.lastActiveAt = now
  const waiting = pending.get(platform) ?? { used: new Map(), timer: null }
  pending.set(platform, waiting)
  waiting.used.set(session.id, now)
  waiting.timer ??= setTimeout(() => void flushActivity(platform), flushEvery)
}

/** Writes what is waiting; called by the timer and before the process leaves. */
export async function flushActivity(platform: Platform): Promise<void> {
  const waiting = pending.get(platform)
  if (!waiting) return
  if (waiting.timer) clearTimeout(waiting.timer)
  pending.delete(platform)
  const used = [...waiting.used].map(([id, at]) => ({ id, at }))
  await touchSessions(platform.db, used).catch((error) =>
    platform.log.warn({ err: error }, 'last-active times were not written'),
  )
}
