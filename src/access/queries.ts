import { type RawBuilder, sql } from 'kysely'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import { type PersonRow, personOf } from './person-row.ts'
import type { Principal, Role } from './principal.ts'
import { personalSubject } from './principal.ts'

interface SessionsTable {
  id: string
  user_id: string
  token_digest: Buffer
  method: string
  ip: string
  user_agent: string
  device_id: string | null
  created_at: Date
  last_active_at: Date
  expires_at: Date
  confirmed_at: Date
  second_factor_at: Date | null
}

interface KnownDevicesTable {
  digest: Buffer
  user_id: string
  id: string
  first_seen_at: Date
  last_seen_at: Date
  trusted_until: Date | null
  user_agent: string
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    sessions: SessionsTable
    known_devices: KnownDevicesTable
  }
}

const principalSql = `
  SELECT s.id AS session_id, s.created_at AS session_created_at, s.expires_at, s.last_active_at, s.confirmed_at, s.second_factor_at,
    u.id, u.email, u.email_verified_at, u.full_name, u.phone, u.timezone, u.company, u.job_title, u.avatar_id,
    u.notification_email, u.is_operator, u.version, u.created_at,
    EXISTS (SELECT 1 FROM authenticators a WHERE a.user_id = u.id AND a.confirmed_at IS NOT NULL) AS second_factor,
    EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'role', m.role, 'twoFactorDue',
        CASE WHEN NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.user_id = u.id AND a.confirmed_at IS NOT NULL)
          THEN t.two_factor_from END) ORDER BY m.joined_at, t.id)
      FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = u.id), '[]') AS teams
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.token_digest = $1`

interface PrincipalRow extends PersonRow {
  session_id: string
  session_created_at: Date
  expires_at: Date
  last_active_at: Date
  confirmed_at: Date
  second_factor_at: Date | null
  second_factor: boolean
  passkeys: boolean
  teams: { id: string; name: string; role: Role; twoFactorDue: string | null }[]
}

/** Who holds this session token (by its digest), whatever its age; null when no such session exists. */
export async function principalByToken(db: Db, digest: Buffer): Promise<Principal | null> {
  const [row] = await db.named<PrincipalRow>('principal_by_token', principalSql, [digest])
  if (!row) return null
  const user = { ...personOf(row), secondFactor: row.second_factor, passkeys: row.passkeys }
  const session = {
    id: row.session_id,
    createdAt: row.session_created_at,
    expiresAt: row.expires_at,
    lastActiveAt: row.last_active_at,
    confirmedAt: row.confirmed_at,
    secondFactorAt: row.second_factor_at,
  }
  const audit = personalSubject(
    row.id,
    row.teams.map((team) => team.id),
    row.session_id,
  )
  const teams = row.teams.map((team) => ({
    ...team,
    twoFactorDue: team.twoFactorDue ? new Date(team.twoFactorDue) : null,
  }))
  return { user, session, teams, audit }
}

type NewSession = Omit<SessionsTable, 'device_id'>

/** Adds a session in a browser the person is known in; answers the id the browser has, or null when it is new to them and nothing was added. */
export async function insertSessionWhereKnown(tx: Tx, session: NewSession, digest: Buffer): Promise<string | null> {
  const seen = sql`UPDATE known_devices SET last_seen_at = ${session.created_at}
    WHERE digest = ${digest} AND user_id = ${session.user_id} RETURNING id`
  return sessionOn(tx, session, seen)
}

/** Adds a session in a browser, which is remembered for the person under `device.id` unless it is known already; answers the id it has. */
export async function insertSession(
  tx: Tx,
  session: NewSession,
  device: { digest: Buffer; id: string },
): Promise<string> {
  const kept = rememberSql({ ...device, userId: session.user_id }, session.created_at)
  return (await sessionOn(tx, session, kept)) ?? ''
}

async function sessionOn(tx: Tx, session: NewSession, device: RawBuilder<unknown>): Promise<string | null> {
  const { rows } = await sql<{ device_id: string }>`
    WITH device AS (${device})
    INSERT INTO sessions (id, user_id, token_digest, method, ip, user_agent, device_id, created_at, last_active_at, expires_at, confirmed_at, second_factor_at)
    SELECT ${session.id}, ${session.user_id}, ${session.token_digest}, ${session.method}, ${session.ip}, ${session.user_agent}, device.id,
      ${session.created_at}::timestamptz, ${session.last_active_at}::timestamptz, ${session.expires_at}::timestamptz,
      ${session.confirmed_at}::timestamptz, ${session.second_factor_at}::timestamptz
    FROM device RETURNING device_id`.execute(tx.query)
  return rows[0]?.device_id ?? null
}

/**
 * Gives a session a new token and proof of identity, if it still has the old token; false otherwise. `secondFactor` tells that the proof was
 * one: only then does the time of the last second factor move.
 */
export async function confirmSession(
  tx: Tx,
  id: string,
  token: { seen: Buffer; next: Buffer },
  { secondFactor }: { secondFactor: boolean },
  now: Date,
): Promise<boolean> {
  const result = await tx.query
    .updateTable('sessions')
    .set({ token_digest: token.next, confirmed_at: now, ...(secondFactor && { second_factor_at: now }) })
    .where('id', '=', id)
    .where('token_digest', '=', token.seen)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Ends one session of a person; false when they have no such session. */
export async function deleteSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  const result = await tx.query
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Ends a person's sessions, all but `keep`; answers how many ended. */
export async function deleteSessions(tx: Tx, userId: string, keep: string | null): Promise<number> {
  let query = tx.query.deleteFrom('sessions').where('user_id', '=', userId)
  if (keep) query = query.where('id', '!=', keep)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

/** Notes when sessions were last used; one statement for many. */
export async function touchSessions(db: Db, used: { id: string; at: Date }[]): Promise<void> {
  await db.named(
    'touch_sessions',
    `UPDATE sessions s SET last_active_at = u.at FROM unnest($1::text[], $2::timestamptz[]) AS u (id, at)
     WHERE s.id = u.id AND s.last_active_at < u.at`,
    [used.map((one) => one.id), used.map((one) => one.at)],
  )
}

/** Removes sessions that are over by age or by disuse. */
export async function sweepSessions(db: Db, now: Date, idleSince: Date): Promise<void> {
  await db.query
    .deleteFrom('sessions')
    .where((or) => or.or([or('expires_at', '<', now), or('last_active_at', '<', idleSince)]))
    .execute()
}

/** The id of the device row of this browser for this person, or null when the browser is new to them. */
export async function knownDevice(on: Reader, userId: string, digest: Buffer): Promise<string | null> {
  const row = await on.query
    .selectFrom('known_devices')
    .select('id')
    .where('digest', '=', digest)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Remembers a browser for a person under this id, or notes that it was seen again; answers the id it has. */
export async function rememberDevice(
  tx: Tx,
  device: { digest: Buffer; userId: string; id: string },
  now: Date,
): Promise<string> {
  const { rows } = await rememberSql(device, now).execute(tx.query)
  return rows[0]?.id ?? ''
}

const rememberSql = ({ digest, userId, id }: { digest: Buffer; userId: string; id: string }, now: Date) =>
  sql<{ id: string }>`
    INSERT INTO known_devices AS known (digest, user_id, id, first_seen_at, last_seen_at, user_agent)
    VALUES (${digest}, ${userId}, ${id}, ${now}, ${now}, '')
    ON CONFLICT (digest, user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at RETURNING known.id`

/** Forgets the browsers of a person. */
export async function forgetDevices(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('known_devices').where('user_id', '=', userId).execute()
}

/**
 * Locks a person until the transaction ends, as whoever changes credentials does first (`lockPerson` of account is the same lock). False when there
 * is no such person. Not `FOR UPDATE`: that would make whoever writes a row that names the person wait, who may hold the team this one wants next.
 */
export async function lockUser(tx: Tx, userId: string): Promise<boolean> {
  const row = await tx.query
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** The teams a person belongs to. */
export async function teamIdsOf(on: Reader, userId: string): Promise<string[]> {
  const rows = await on.query.selectFrom('memberships').select('team_id').where('user_id', '=', userId).execute()
  return rows.map((row) => row.team_id)
}

/** Notes that a second factor was proven in a session that goes on: an authenticator was just confirmed in it. */
export async function noteSecondFactor(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx.query.updateTable('sessions').set({ second_factor_at: now }).where('id', '=', sessionId).execute()
}

/** Takes every proof by a second factor from a person's sessions, all but `keep`, when that factor is no more (V39). */
export async function forgetSecondFactors(tx: Tx, userId: string, keep?: string): Promise<void> {
  let query = tx.query.updateTable('sessions').set({ second_factor_at: null }).where('user_id', '=', userId)
  if (keep) query = query.where('id', '!=', keep)
  await query.execute()
}

/** Takes a session's proof of identity back. */
export async function unconfirmSession(tx: Tx, id: string): Promise<void> {
  await tx.query
    .updateTable('sessions')
    .set({ confirmed_at: new Date(0), second_factor_at: null })
    .where('id', '=', id)
    .execute()
}
