import { days, earlier } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import { deviceName, deviceParts } from './device-name.ts'
import type { Principal, Session } from './principal.ts'
import { type Alive, type SessionRow, sessionsOf } from './session.queries.ts'

/** One session, as its owner sees it. */
export interface ListedSession {
  id: string
  /** It is the one that asks. */
  current: boolean
  /** “Firefox on Windows”. */
  device: string
  browser: string | null
  os: string | null
  ip: string
  /** How it came about: a `SignInMethod`. */
  method: string
  startedAt: Date
  lastActiveAt: Date
  /** The same for all sessions of one browser profile. */
  sameDevice: string
}

/** When a session counts as over here: the same dates by which requests refuse it. */
export const aliveNow = (config: Config, now: Date): Alive => ({
  now,
  idleSince: earlier(now, days(config.AEGIS_SESSION_IDLE_DAYS)),
})

/** The sessions of whoever asks: this one first, then those of the same browser, then the others by last use. */
export async function sessionListOf(
  on: Reader,
  { user, session }: Principal,
  config: Config,
  now: Date,
): Promise<ListedSession[]> {
  const rows = await sessionsOf(on, user.id, session.id, aliveNow(config, now))
  const mine = rows.find(({ id }) => id === session.id)
  const listed = rows.map((row) => listedSession(row, session))
  const rank = (one: ListedSession) => (one.current ? 0 : mine?.device_id && one.sameDevice === mine.device_id ? 1 : 2)
  return listed.sort((a, b) => rank(a) - rank(b)) // stable: last use decides within a rank
}

function listedSession(row: SessionRow, { id, lastActiveAt }: Session): ListedSession {
  return {
    id: row.id,
    current: row.id === id,
    device: deviceName(row.user_agent),
    ...deviceParts(row.user_agent),
    ip: row.ip,
    method: row.method,
    startedAt: row.created_at,
    lastActiveAt: row.id === id ? lastActiveAt : row.last_active_at, // written a little later than it is known
    sameDevice: row.device_id ?? row.id,
  }
}
