import type pg from 'pg'
import { newId } from '#platform/ids.ts'
import { behind, fastPlans } from './keys.ts'
import { load, median } from './load.ts'
import { signUpFirst, startOurs } from './stage.ts'

const rounds = 5
const people = 2_000
const connections = 8

/** The list of members of a team of 2,000: a first page, a page in the middle, and a search, beside the same statement bare. */
export async function members(): Promise<string[]> {
  const plans = await fastPlans()
  const ours = await startOurs({ cpus: '0', env: { AEGIS_PLANS: plans.file } })
  const cookie = await signUpFirst(ours)
  const client = await behind(ours)
  const { rows } = await client.query('SELECT team_id FROM memberships')
  const team = String(rows[0].team_id)
  await fill(client, team)
  const address = `http://localhost:${ours.port}/api/v1/teams/${team}/members?limit=50`
  const { nextCursor } = await (await fetch(`${address}&search=person%201`, { headers: { cookie } })).json()
  const asked: Record<string, { query: string; sql: string; values: unknown[] }> = {
    'first page of 50': { query: '', sql: pageSql(), values: [team] },
    'a search, its second page': {
      query: `&search=person%201&cursor=${nextCursor}`,
      sql: pageSql('search'),
      values: [team],
    },
    'the last who were active': { query: '&sort=active', sql: pageSql('active'), values: [team] },
  }
  const lines: string[] = []
  for (const [name, { query, sql, values }] of Object.entries(asked)) {
    const api: number[] = []
    const p99: number[] = []
    const bare: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const measured = await load(`${address}${query}`, { headers: { cookie }, connections, duration: 2, cpus: '1' })
      if (measured.refused > 0) throw new Error(`${name}: ${measured.refused} requests were refused`)
      const alone = await bareRate(client, sql, values)
      if (round === 0) continue // warms up
      api.push(measured.perSecond)
      p99.push(measured.p99)
      bare.push(alone)
    }
    lines.push(`| ${name} | ${Math.round(median(api))} | ${median(p99)} | ${Math.round(median(bare))} |`)
  }
  await client.end()
  await ours.stop()
  await plans.remove()
  return [
    '## Members of a team of 2,000',
    '',
    `${connections} connections for the API; the bare statement on one connection, one after another. ${rounds} rounds of 2 s, interleaved; medians.`,
    '',
    '| `GET /teams/{team}/members` | requests/s | p99 ms | bare statement/s |',
    '|---|---|---|---|',
    ...lines,
  ]
}

async function fill(client: pg.Client, team: string): Promise<void> {
  const ids = Array.from({ length: people }, () => newId('usr'))
  await client.query(
    `INSERT INTO users (id, email, email_canonical, full_name, timezone, created_at)
     SELECT id, 'p' || n || '@example.com', 'p' || n || '@example.com', 'Person ' || n, 'UTC', now() FROM unnest($1::text[]) WITH ORDINALITY AS t (id, n)`,
    [ids],
  )
  await client.query(
    `INSERT INTO memberships (team_id, user_id, role, joined_at) SELECT $1, id, 'member', now() - n * interval '1 minute'
     FROM unnest($2::text[]) WITH ORDINALITY AS t (id, n)`,
    [team, ids],
  )
  await client.query('ANALYZE users, memberships')
}

const lastActive = '(SELECT max(s.last_active_at) FROM sessions s WHERE s.user_id = m.user_id)'

// What src/features/team/members-list.queries.ts sends, with its values in place.
function pageSql(kind: 'first' | 'search' | 'active' = 'first'): string {
  const like = kind === 'search' ? "AND (u.full_name ILIKE '%person 1%' OR u.email ILIKE '%person 1%')" : ''
  const invited = kind === 'search' ? "AND i.email ILIKE '%person 1%'" : ''
  const text = (at: string) =>
    `to_char(coalesce(${at}, 'epoch'::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`
  const active = kind === 'active'
  return `
    SELECT m.*, (SELECT max(s.last_active_at) FROM sessions s WHERE s.user_id = m.id) AS last_active_at,
      EXISTS (SELECT FROM authenticators a WHERE a.user_id = m.id AND a.confirmed_at IS NOT NULL) AS two_factor
    FROM (SELECT * FROM (
      SELECT 'member' AS kind, m.user_id AS id, u.full_name AS name, u.email, u.avatar_id, m.role, m.joined_at AS since,
        NULL::timestamptz AS expires_at, m.version, ${active ? text(lastActive) : 'lower(u.full_name)'} COLLATE "C" AS key
      FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = $1 ${like}
      UNION ALL
      SELECT 'invitation', i.id, i.email, i.email, NULL, i.role, i.sent_at, i.expires_at, 1, ${active ? text('NULL::timestamptz') : 'lower(i.email)'} COLLATE "C"
      FROM invitations i WHERE i.team_id = $1 AND i.ended_as IS NULL ${invited}
    ) AS everybody (kind, id, name, email, avatar_id, role, since, expires_at, version, key)
    ORDER BY ${active ? 'key DESC, id DESC' : 'key, id'} LIMIT 51) m ORDER BY ${active ? 'key DESC, id DESC' : 'key, id'}`
}

async function bareRate(client: pg.Client, text: string, values: unknown[]): Promise<number> {
  const name = `bare_${text.length}`
  const started = performance.now()
  let done = 0
  while (performance.now() - started < 2_000) {
    await client.query({ name, text, values })
    done += 1
  }
  return (done / (performance.now() - started)) * 1000
}
