import { sql } from 'kysely'
import type { Role } from '#access/principal.ts'
import type { Reader } from '#platform/db/db.ts'

/** A member, or somebody invited, as the list shows them. */
export interface ListedMember {
  kind: 'member' | 'invitation'
  id: string
  name: string
  email: string
  avatar_id: string | null
  role: Role
  since: Date
  expires_at: Date | null
  version: number
  last_active_at: Date | null
  two_factor: boolean
  /** What the page is sorted by, as text: the cursor. */
  key: string
}

interface Asked {
  id?: string | undefined
  search?: string | undefined
  role?: Role | undefined
  status?: 'active' | 'pending' | 'expired' | undefined
  twoFactor?: 'on' | 'off' | undefined
  sort: 'name' | 'joined' | 'active'
  after?: { key: string; id: string } | undefined
  limit: number
}

// Moments sort as text, so that one cursor serves every order.
const asText = (moment: ReturnType<typeof sql>) =>
  sql`to_char(coalesce(${moment}, 'epoch'::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`

const lastActive = sql`(SELECT max(s.last_active_at) FROM sessions s WHERE s.user_id = m.user_id)`
const enrolled = sql`EXISTS (SELECT FROM authenticators a WHERE a.user_id = m.user_id AND a.confirmed_at IS NOT NULL)`

/** A page of a team's members and open invitations, in one statement. Names run forward, moments from the latest backward. */
export async function listedMembers(
  on: Reader,
  teamId: string,
  { id, search, role, status, twoFactor, sort, after, limit }: Asked,
  now: Date,
): Promise<ListedMember[]> {
  const like = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
  const memberKey = { name: sql`lower(u.full_name)`, joined: asText(sql`m.joined_at`), active: asText(lastActive) }[
    sort
  ]
  const guestKey = { name: sql`lower(i.email)`, joined: asText(sql`i.sent_at`), active: asText(sql`NULL`) }[sort]
  const members = sql`
    SELECT 'member' AS kind, m.user_id AS id, u.full_name AS name, u.email, u.avatar_id, m.role, m.joined_at AS since,
      NULL::timestamptz AS expires_at, m.version, ${memberKey} COLLATE "C" AS key
    FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.team_id = ${teamId} ${id ? sql`AND m.user_id = ${id}` : sql``} ${role ? sql`AND m.role = ${role}` : sql``}
      ${like ? sql`AND (u.full_name ILIKE ${like} OR u.email ILIKE ${like})` : sql``}
      ${twoFactor ? sql`AND ${enrolled} = ${twoFactor === 'on'}` : sql``}`
  const guests = sql`
    SELECT 'invitation', i.id, i.email, i.email, NULL, i.role, i.sent_at, i.expires_at, 1, ${guestKey} COLLATE "C"
    FROM invitations i
    WHERE i.team_id = ${teamId} AND i.ended_as IS NULL ${role ? sql`AND i.role = ${role}` : sql``}
      ${like ? sql`AND i.email ILIKE ${like}` : sql``}
      ${status === 'pending' ? sql`AND i.expires_at > ${now}` : sql``}
      ${status === 'expired' ? sql`AND i.expires_at <= ${now}` : sql``}`
  const asked = id || twoFactor || status === 'active' ? members : status ? guests : sql`${members} UNION ALL ${guests}`
  const forward = sort === 'name'
  const beyond = after
    ? sql`WHERE (key, id) ${forward ? sql`>` : sql`<`} (${after.key}::text COLLATE "C", ${after.id}::text COLLATE "C")`
    : sql``
  const order = forward ? sql`key, id` : sql`key DESC, id DESC`
  const { rows } = await sql<ListedMember>`
    SELECT m.*, (SELECT max(s.last_active_at) FROM sessions s WHERE s.user_id = m.id) AS last_active_at,
      EXISTS (SELECT FROM authenticators a WHERE a.user_id = m.id AND a.confirmed_at IS NOT NULL) AS two_factor
    FROM (SELECT * FROM (${asked}) AS everybody (kind, id, name, email, avatar_id, role, since, expires_at, version, key)
      ${beyond} ORDER BY ${order} LIMIT ${limit}) m
    ORDER BY ${order}`.execute(on.query)
  return rows
}

/** One member as {@link listedMembers} lists them. */
export const listedMember = async (
  on: Reader,
  teamId: string,
  id: string,
  now: Date,
): Promise<ListedMember | undefined> => (await listedMembers(on, teamId, { id, sort: 'name', limit: 1 }, now))[0]

/** How many members of a team have no two-factor authentication. */
export async function countWithoutTwoFactor(on: Reader, teamId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM memberships m WHERE m.team_id = ${teamId} AND NOT ${enrolled}`.execute(on.query)
  return rows[0]?.n ?? 0
}
