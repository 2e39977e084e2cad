import type { Reader, Tx } from '#platform/db/db.ts'

/** A stored session, as its owner's list shows it. */
export interface SessionRow {
  id: string
  method: string
  ip: string
  user_agent: string
  device_id: string | null
  created_at: Date
  last_active_at: Date
}

/** Which sessions are not over: neither too old nor idle for too long. */
export interface Alive {
  now: Date
  idleSince: Date
}

const alive = (on: Reader, userId: string, { now, idleSince }: Alive) =>
  on.query
    .selectFrom('sessions')
    .where('sessions.user_id', '=', userId)
    .where('sessions.expires_at', '>', now)
    .where('sessions.last_active_at', '>=', idleSince)

/** The sessions of a person that are not over, the one used last first. `current` is in use, whatever is written of it yet. */
export async function sessionsOf(on: Reader, userId: string, current: string, when: Alive): Promise<SessionRow[]> {
  return on.query
    .selectFrom('sessions')
    .select(['id', 'method', 'ip', 'user_agent', 'device_id', 'created_at', 'last_active_at'])
    .where('user_id', '=', userId)
    .where((is) =>
      is.or([
        is('id', '=', current),
        is.and([is('expires_at', '>', when.now), is('last_active_at', '>=', when.idleSince)]),
      ]),
    )
    .orderBy('last_active_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** One session of a person that is not over; undefined when they have none of this id. */
export async function sessionOf(on: Reader, userId: string, id: string, when: Alive): Promise<SessionRow | undefined> {
  return alive(on, userId, when)
    .select(['id', 'method', 'ip', 'user_agent', 'device_id', 'created_at', 'last_active_at'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Whether a session is still there; if so it stays until the transaction ends, as whoever ends it waits. */
export async function sessionStands(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.query.selectFrom('sessions').select('id').where('id', '=', id).forKeyShare().executeTakeFirst()
  return row !== undefined
}

/** How many sessions of a person are not over, without `besides`. */
export async function countSessions(on: Reader, userId: string, besides: string, when: Alive): Promise<number> {
  const row = await alive(on, userId, when)
    .select((count) => count.fn.countAll<number>().as('n'))
    .where('id', '!=', besides)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** How many browsers with a session of the person, besides the one of this session, were new to them after `since`. */
export async function countNewBrowsers(
  on: Reader,
  userId: string,
  { besides, since }: { besides: string; since: Date },
  when: Alive,
): Promise<number> {
  const row = await alive(on, userId, when)
    .innerJoin('known_devices', (device) =>
      device
        .onRef('known_devices.id', '=', 'sessions.device_id')
        .onRef('known_devices.user_id', '=', 'sessions.user_id'),
    )
    .select((browsers) => browsers.fn.count<number>('sessions.device_id').distinct().as('n'))
    .where('sessions.id', '!=', besides)
    .where('known_devices.first_seen_at', '>', since)
    .where((other) =>
      other(
        'sessions.device_id',
        'is distinct from',
        other.selectFrom('sessions as mine').select('mine.device_id').where('mine.id', '=', besides),
      ),
    )
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/**
 * Removes a person's sessions that are over already, so that the number of those that end now is the number that was shown. `current` is in
 * use, whatever is written of it yet.
 */
export async function dropOverSessions(
  tx: Tx,
  userId: string,
  current: string,
  { now, idleSince }: Alive,
): Promise<void> {
  await tx.query
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', '!=', current)
    .where((over) => over.or([over('expires_at', '<=', now), over('last_active_at', '<', idleSince)]))
    .execute()
}

/** Forgets the browsers of a person, all but the one of this session; answers how many. */
export async function forgetOtherDevices(tx: Tx, userId: string, sessionId: string): Promise<number> {
  const result = await tx.query
    .deleteFrom('known_devices')
    .where('user_id', '=', userId)
    .where((device) =>
      device(
        'id',
        'not in',
        device
          .selectFrom('sessions')
          .select('device_id')
          .where('id', '=', sessionId)
          .where('device_id', 'is not', null)
          .$castTo<{ device_id: string }>(),
      ),
    )
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
