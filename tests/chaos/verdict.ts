import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { verifyExport } from '#features/audit/public.ts'
import { type Owner, type Stage, signIn } from './household.ts'
import { plan } from './plan.ts'

/** What was looked at and how much of it there was; everything that is wrong stands in `wrong`. */
export interface Verdict {
  checked: Record<string, number>
  wrong: string[]
}

const bound = 200

/** Holds what the database, the nodes and the mailboxes say now against every promise that was made. All nodes are there and nothing is under way. */
export async function judge(stage: Stage): Promise<Verdict> {
  const client = new pg.Client(stage.at.database)
  await client.connect()
  const verdict: Verdict = {
    checked: {},
    wrong: [...stage.book.broken, ...stage.at.nodes.flatMap(({ faults }) => faults)],
  }
  try {
    for (const look of [people, sessions, keys, seats, use, runs, mail, windows, revocation, audit]) {
      await look(stage, client, verdict)
    }
    return verdict
  } finally {
    await client.end()
  }
}

/** Waits until no letter, job or run is under way any more. */
export async function quiet({ at }: Stage, patience = 150_000): Promise<void> {
  const client = new pg.Client(at.database)
  await client.connect()
  const until = performance.now() + patience
  for (;;) {
    const [left] = await rowsOf<{ letters: number; jobs: number; work: number }>(
      client,
      `SELECT (SELECT count(*)::int FROM mail_outbox WHERE state = 'waiting') AS letters,
        (SELECT count(*)::int FROM graphile_worker._private_jobs WHERE attempts < max_attempts AND run_at <= now() + interval '1 minute') AS jobs,
        (SELECT count(*)::int FROM browser_work) AS work`,
    )
    if (!left || left.letters + left.jobs + left.work === 0) break
    if (performance.now() > until) throw new Error(`still under way: ${JSON.stringify(left)}`)
    await sleep(500)
  }
  await client.end()
}

const rowsOf = async <R extends pg.QueryResultRow>(client: pg.Client, text: string, values?: unknown[]): Promise<R[]> =>
  (await client.query<R>(text, values)).rows

type Look = (stage: Stage, client: pg.Client, verdict: Verdict) => Promise<void>

const people: Look = async ({ book }, client, { checked, wrong }) => {
  const rows = await rowsOf<{ email: string; teams: string[] }>(
    client,
    'SELECT email, array(SELECT team_id FROM memberships WHERE user_id = u.id) AS teams FROM users u',
  )
  const known = new Map(rows.map(({ email, teams }) => [email, teams]))
  for (const { email, teamId } of book.people) {
    const teams = known.get(email)
    if (!teams) wrong.push(`${email} was signed up and is not there`)
    else if (teams.length !== 1 || teams[0] !== teamId)
      wrong.push(`${email} belongs to ${teams} and not to ${teamId} alone`)
  }
  checked['people signed up'] = book.people.length
}

const sessions: Look = async ({ client, book }, _db, { checked, wrong }) => {
  for (const { cookie, ended } of book.sessions) {
    const { status } = await client.surely('GET', '/account', { cookie })
    if (status !== (ended ? 401 : 200)) wrong.push(`a session that ${ended ? 'ended' : 'lives'} is answered ${status}`)
  }
  checked['sign-ins acknowledged'] = book.sessions.length
}

const keys: Look = async ({ book }, client, { checked, wrong }) => {
  const rows = await rowsOf<{ id: string; made: number; revoked: number; alive: number; named: number }>(
    client,
    `SELECT k.id, (SELECT count(*)::int FROM api_keys a WHERE a.id = k.id) AS alive,
      (SELECT count(*)::int FROM audit_log l WHERE l.log_id = k.team AND l.target_id = k.id AND l.action = 'key.created') AS made,
      (SELECT count(*)::int FROM audit_log l WHERE l.log_id = k.team AND l.target_id = k.id AND l.action = 'key.revoked') AS revoked,
      (SELECT count(*)::int FROM audit_log l WHERE l.log_id = k.team AND l.action = 'key.created' AND l.details ->> 'name' = k.name) AS named
     FROM unnest($1::text[], $2::text[], $3::text[]) AS k (id, team, name)`,
    [book.keys.map(({ id }) => id), book.keys.map(({ teamId }) => teamId), book.keys.map(({ name }) => name)],
  )
  for (const [n, { id, alive, made, revoked, named }] of rows.entries()) {
    const gone = book.keys[n]?.revoked ? 1 : 0
    const found = [alive, made, revoked, named].join()
    if (found !== [1 - gone, 1, gone, 1].join())
      wrong.push(`key ${id}: alive, made, revoked, of its name: ${found}; revoked by us: ${gone}`)
  }
  checked['keys made'] = book.keys.length
}

const seats: Look = async ({ book }, client, { checked, wrong }) => {
  for (const { teamId, wanted, joined } of book.seats) {
    const [row] = await rowsOf<{ members: number; invited: number }>(
      client,
      `SELECT (SELECT count(*)::int FROM memberships WHERE team_id = $1) AS members,
        (SELECT count(*)::int FROM invitations WHERE team_id = $1 AND ended_as IS NULL) AS invited`,
      [teamId],
    )
    const taken = (row?.members ?? 0) + (row?.invited ?? 0)
    if (taken !== Math.min(plan.members, wanted + 1))
      wrong.push(`team ${teamId}: ${taken} seats of ${plan.members} are taken`)
    if (row?.members !== joined.length + 1)
      wrong.push(`team ${teamId}: ${row?.members} members, ${joined.length} joined`)
  }
  checked['invitations accepted'] = book.seats.reduce((sum, { joined }) => sum + joined.length, 0)
}

const use: Look = async ({ book }, client, { checked, wrong }) => {
  let events = 0
  for (const [teamId, counted] of book.counted) {
    const [row] = await rowsOf<{ counter: number; sum: number; days: number; ids: string[] }>(
      client,
      `SELECT (SELECT coalesce(sum(used), 0)::int FROM usage_counters WHERE team_id = $1 AND meter = 'runs') AS counter,
        (SELECT coalesce(sum(amount), 0)::int FROM usage_events WHERE team_id = $1 AND meter = 'runs') AS sum,
        (SELECT coalesce(sum(used), 0)::int FROM usage_by_day WHERE team_id = $1 AND meter = 'runs') AS days,
        (SELECT array_agg(regexp_replace(event_id, '^told:', '')) FROM usage_events WHERE team_id = $1) AS ids`,
      [teamId],
    )
    const stored = new Set(row?.ids)
    const lost = [...counted].filter((id) => !stored.has(id))
    if (lost.length > 0) wrong.push(`team ${teamId}: ${lost.length} acknowledged events are lost`)
    if (row?.counter !== row?.sum || row?.counter !== row?.days)
      wrong.push(`team ${teamId}: ${row?.counter}, ${row?.sum} and ${row?.days} used`)
    const full = book.usedUp.has(teamId)
    if (full ? row?.counter !== plan.runsPerPeriod : (row?.counter ?? 0) > plan.runsPerPeriod) {
      wrong.push(`team ${teamId}: ${row?.counter} used of ${plan.runsPerPeriod}`)
    }
    events += counted.size
  }
  checked['usage events acknowledged'] = events
}

const runs: Look = async ({ book }, client, { checked, wrong }) => {
  const teams = [...new Set(book.runs.map(({ teamId }) => teamId))]
  // One whose worker was killed three times is given up, and says so.
  const rows = await rowsOf<{ id: string; state: string }>(
    client,
    `SELECT id, CASE WHEN problem LIKE 'The browser broke off several times%' THEN 'completed' ELSE state END AS state
     FROM runs WHERE team_id = ANY ($1)`,
    [teams],
  )
  const found = new Map(rows.map((row) => [row.id, row.state]))
  for (const { id } of book.runs)
    if (found.get(id) !== 'completed') wrong.push(`run ${id} is ${found.get(id) ?? 'lost'}`)
  const [counted] = await rowsOf<{ used: number }>(
    client,
    "SELECT coalesce(sum(used), 0)::int AS used FROM usage_counters WHERE meter = 'runs' AND team_id = ANY ($1)",
    [teams],
  )
  if (counted?.used !== rows.length) wrong.push(`${rows.length} runs exist, ${counted?.used} were counted`)
  // One may have been begun for a request whose answer nobody waited for any more.
  if (new Set(book.runs.map(({ id }) => id)).size !== book.runs.length) wrong.push('two requests got the same run')
  if (rows.length > book.runs.length + teams.length) wrong.push(`${rows.length} runs for ${book.runs.length} requests`)
  checked['runs finished'] = book.runs.length
}

const mail: Look = async ({ at }, client, { checked, wrong }) => {
  const rows = await rowsOf<{ id: string; state: string }>(client, 'SELECT id, state FROM mail_outbox')
  const received = at.mailbox.all().map(({ raw }) => /<(mail_\w+)@/.exec(raw.messageId ?? '')?.[1] ?? '')
  const arrived = new Set(received)
  for (const { id, state } of rows)
    if (state !== 'sent' || !arrived.has(id)) wrong.push(`letter ${id} is ${state}, arrived: ${arrived.has(id)}`)
  if (arrived.size !== rows.length) wrong.push(`${rows.length} letters were written, ${arrived.size} arrived`)
  checked.letters = rows.length
  // Handed over in the instant its worker was killed: at least once is what is promised, under one Message-ID.
  const twice = received.length - arrived.size
  checked['letters that came twice'] = twice
  const kills = at.nodes.filter(({ name }) => name.startsWith('worker')).reduce((sum, { killed }) => sum + killed, 0)
  if (twice > kills * 4) wrong.push(`${twice} letters came twice, and workers were killed ${kills} times`)
}

const windows: Look = async ({ book }, _client, { checked, wrong }) => {
  for (const [window, let_through] of book.windows) {
    if (let_through > plan.requestsPerMinute)
      wrong.push(`${let_through} requests of ${window} passed, ${plan.requestsPerMinute} may`)
  }
  checked['minutes of a key’s limit'] = book.windows.size
  checked['most requests in one of them'] = Math.max(0, ...book.windows.values())
}

const revocation: Look = async ({ book }, _client, { checked, wrong }) => {
  const last = Math.max(0, ...book.lateAccess)
  for (const late of book.lateAccess.filter((one) => one > bound))
    wrong.push(`let in ${Math.round(late)} ms after it was revoked`)
  checked['revocations watched'] = book.revocations
  checked['let in at the latest, ms after the answer'] = Math.round(last)
}

const audit: Look = async (stage, client, { checked, wrong }) => {
  const until = performance.now() + 60_000
  const open = async () =>
    (
      await rowsOf<{ open: number }>(
        client,
        'SELECT (SELECT count(*) FROM audit_log)::int - (SELECT count(*) FROM audit_leaves)::int AS open',
      )
    )[0]?.open
  while ((await open()) !== 0 && performance.now() < until) await sleep(500)
  if ((await open()) !== 0) wrong.push('entries of the audit log are not sealed')
  const folder = await mkdtemp(join(tmpdir(), 'aegis-chaos-audit-'))
  const owners = stage.book.people.filter(({ owner }) => owner)
  for (const { email, teamId } of owners.slice(0, 10)) {
    const owner: Owner = { email, teamId, cookie: await signIn(stage, email) }
    const told = await stage.client.surely('GET', `/teams/${teamId}/audit/export.ndjson`, { cookie: owner.cookie })
    const file = join(folder, `${teamId}.ndjson`)
    await writeFile(file, told.body)
    const { whole, says } = await verifyExport([file])
    if (!whole) wrong.push(`the audit log of ${teamId}: ${says.join(' ')}`)
  }
  await rm(folder, { recursive: true, force: true })
  checked['audit logs verified'] = Math.min(10, owners.length)
  const [entries] = await rowsOf<{ entries: number }>(client, 'SELECT count(*)::int AS entries FROM audit_log')
  checked['audit entries'] = entries?.entries ?? 0
}
