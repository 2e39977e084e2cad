import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { Leaver } from './departure.ts'
import { personOf } from './person-row.ts'
import type { Role } from './principal.ts'

/** A person as whoever asks about their leaving needs to know them, read from the database and not from a session; undefined when they are gone. */
export async function leaverOf(on: Reader, userId: string): Promise<Leaver | undefined> {
  const row = await on.query.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst()
  if (!row) return undefined
  const factors = await sql<{ apps: boolean; passkeys: boolean }>`
    SELECT EXISTS (SELECT FROM authenticators WHERE user_id = ${userId} AND confirmed_at IS NOT NULL) AS apps,
      EXISTS (SELECT FROM passkeys WHERE user_id = ${userId}) AS passkeys`.execute(on.query)
  const teams = await on.query
    .selectFrom('memberships as m')
    .innerJoin('teams as t', 't.id', 'm.team_id')
    .select(['t.id', 't.name', 'm.role'])
    .where('m.user_id', '=', userId)
    .orderBy('m.joined_at')
    .orderBy('t.id')
    .execute()
  return {
    user: {
      ...personOf(row),
      secondFactor: factors.rows[0]?.apps === true,
      passkeys: factors.rows[0]?.passkeys === true,
    },
    teams: teams.map(({ id, name, role }) => ({ id, name, role: role as Role, twoFactorDue: null })),
  }
}

/**
 * Locks the rows of a person's teams until the transaction ends, in the order of their ids, after the person's own row: whoever changes who
 * belongs to one of them comes before or after, never at the same time.
 */
export async function lockTeamsOf(tx: Tx, userId: string): Promise<void> {
  await sql`SELECT id FROM teams WHERE id IN (SELECT team_id FROM memberships WHERE user_id = ${userId})
    ORDER BY id FOR NO KEY UPDATE`.execute(tx.query)
}

/** Locks one team until the transaction ends; false when it is gone. */
export async function lockTeamRow(tx: Tx, teamId: string): Promise<boolean> {
  const row = await tx.query
    .selectFrom('teams')
    .select('id')
    .where('id', '=', teamId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** The teams that have no other member: they go with the person. */
export async function soleTeamsOf(on: Reader, userId: string): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    SELECT m.team_id FROM memberships m WHERE m.user_id = ${userId}
      AND NOT EXISTS (SELECT FROM memberships o WHERE o.team_id = m.team_id AND o.user_id <> m.user_id)
    ORDER BY m.team_id`.execute(on.query)
  return rows.map((row) => row.team_id)
}

/** The day on which a team goes because its only member has chosen to; null when nobody has, or others are in it. */
export async function leavingDayOf(on: Reader, teamId: string): Promise<Date | null> {
  const { rows } = await sql<{ due_at: Date }>`
    SELECT d.due_at FROM memberships m JOIN account_deletions d ON d.user_id = m.user_id
    WHERE m.team_id = ${teamId} AND NOT EXISTS (SELECT FROM memberships o WHERE o.team_id = m.team_id AND o.user_id <> m.user_id)`.execute(
    on.query,
  )
  return rows[0]?.due_at ?? null
}

/** What access holds of a person, counted for the person. */
export async function heldOf(on: Reader, userId: string, now: Date): Promise<{ sessions: number; browsers: number }> {
  const { rows } = await sql<{ sessions: number; browsers: number }>`
    SELECT (SELECT count(*) FROM sessions WHERE user_id = ${userId} AND expires_at > ${now}) AS sessions,
      (SELECT count(*) FROM known_devices WHERE user_id = ${userId}) AS browsers`.execute(on.query)
  return rows[0] ?? { sessions: 0, browsers: 0 }
}

/** Removes everything access holds of a person: sessions, browsers, links, half-done sign-ins, uses of keys not yet summed up. */
export async function deleteAccessOf(tx: Tx, userId: string): Promise<void> {
  for (const table of ['sessions', 'known_devices', 'one_time_tokens', 'sign_in_challenges'] as const)
    await tx.query.deleteFrom(table).where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('key_hours').where('owner_id', '=', userId).execute()
}

/** A person's sessions as “Download my data” gives them; never a token. */
export const exportedSessions = (on: Reader, userId: string) =>
  on.query
    .selectFrom('sessions')
    .select(['id', 'method', 'ip', 'user_agent as userAgent', 'created_at as createdAt'])
    .select(['last_active_at as lastActiveAt', 'expires_at as expiresAt'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()

/** The browsers a person is known in, as “Download my data” gives them; never their secret. */
export const exportedBrowsers = (on: Reader, userId: string) =>
  on.query
    .selectFrom('known_devices')
    .select(['id', 'user_agent as userAgent', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .select('trusted_until as trustedUntil')
    .where('user_id', '=', userId)
    .orderBy('first_seen_at')
    .execute()

/** Everybody who has a session or a half-done sign-in. */
export async function everybodySignedIn(on: Reader): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    SELECT user_id FROM sessions UNION SELECT user_id FROM sign_in_challenges ORDER BY user_id`.execute(on.query)
  return rows.map((row) => row.user_id)
}
