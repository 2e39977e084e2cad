import type pg from 'pg'
import { addKeys, behind, createKey, fastPlans } from './keys.ts'
import { load, median } from './load.ts'
import { type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 7
const sample = 500
const more = 1_000_000

/** Row 15, keys: the same reads with a few hundred keys in the table and with a million more, on two servers in turn. */
export async function millionKeys(): Promise<string[]> {
  const plans = await fastPlans()
  const few = await prepare(plans.file)
  const many = await prepare(plans.file)
  await fill(many.client, many.teamId)
  const found = { few: empty(), many: empty() }
  for (let round = 0; round <= rounds; round++) {
    // Who goes first changes from round to round: what one leaves behind in the machine must not always meet the other.
    const both = [
      { stage: few, into: found.few },
      { stage: many, into: found.many },
    ]
    for (const { stage, into } of round % 2 ? both : both.reverse()) {
      const { warm, cold, list } = await measure(stage)
      if (round === 0) continue // warms up
      into.warm.push(warm)
      into.cold.push(cold)
      into.list.push(list)
    }
  }
  for (const { client, ours } of [few, many]) {
    await client.end()
    await ours.stop()
  }
  await plans.remove()
  const row = (name: string, key: keyof Found) => {
    const ratio = median(found.many[key].map((one, i) => one / (found.few[key][i] ?? Number.NaN)))
    const [a, b] = [found.few, found.many].map((side) => Math.round(median(side[key])))
    return `| ${name} | ${a} | ${b} | ${ratio.toFixed(2)} |`
  }
  return [
    '## A million API keys (row 15)',
    '',
    `Requests a second with ${sample + 1} keys in the table and with ${more.toLocaleString('en')} more of other teams, on two servers in turn; ${rounds} rounds, medians.`,
    '',
    '| | few keys | a million | ratio |',
    '|---|---|---|---|',
    row('`GET /key`, key in memory', 'warm'),
    row('`GET /key`, each key read from the database', 'cold'),
    row('`GET /teams/{team}/keys`, 20 rows', 'list'),
  ]
}

interface Stage {
  ours: Server
  client: pg.Client
  cookie: string
  secret: string
  secrets: string[]
  teamId: string
}

type Found = Record<'warm' | 'cold' | 'list', number[]>

const empty = (): Found => ({ warm: [], cold: [], list: [] })

async function prepare(plans: string): Promise<Stage> {
  const ours = await startOurs({ cpus: '0', env: { AEGIS_PLANS: plans } })
  const cookie = await signUpFirst(ours)
  const secret = await createKey(ours, cookie)
  const client = await behind(ours)
  const { rows } = await client.query('SELECT team_id FROM api_keys')
  const teamId = String(rows[0].team_id)
  return { ours, client, cookie, secret, teamId, secrets: await addKeys(client, teamId, sample) }
}

// Ids as random as real ones are over the years, in a thousand teams.
async function fill(client: pg.Client, likeTeam: string): Promise<void> {
  await client.query(
    `INSERT INTO teams SELECT 'team_' || lpad(n::text, 26, '0'), t.name, t.trial_ends_at, t.created_at
     FROM teams t, generate_series(1, 1000) n WHERE t.id = $1`,
    [likeTeam],
  )
  await client.query(
    `INSERT INTO api_keys (team_id, id, name, scopes, ip_list, digest, last_four, created_at)
     SELECT 'team_' || lpad((1 + n % 1000)::text, 26, '0'), 'key_' || left(md5(n::text), 26), 'Filler', '{team:read}', '{}',
       sha256(n::text::bytea), 'abcd', now() FROM generate_series(1, ${more}) n`,
  )
  await client.query('VACUUM ANALYZE api_keys')
  await client.query('CHECKPOINT')
}

async function measure({ ours, client, secret, secrets, cookie, teamId }: Stage): Promise<Record<keyof Found, number>> {
  const url = `http://localhost:${ours.port}/api/v1`
  const headers = { authorization: `Bearer ${secret}` }
  const warm = await load(`${url}/key`, { headers, cpus: '1', duration: 3 })
  const listed = { headers: { cookie }, cpus: '1', duration: 3, connections: 10 }
  const list = await load(`${url}/teams/${teamId}/keys`, listed)
  if (warm.refused + list.refused > 0) throw new Error('requests were refused')
  return { warm: warm.perSecond, list: list.perSecond, cold: await readCold(`${url}/key`, client, secrets, teamId) }
}

// Touching the keys empties every cache of them, as any change does.
async function readCold(url: string, client: pg.Client, secrets: string[], teamId: string): Promise<number> {
  await client.query("UPDATE api_keys SET name = name WHERE team_id = $1 AND name = 'Sample'", [teamId])
  await new Promise((resolve) => setTimeout(resolve, 500))
  const start = performance.now()
  const waiting = [...secrets]
  const reader = async () => {
    for (let secret = waiting.pop(); secret; secret = waiting.pop()) {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${secret}` } })
      if (answer.status !== 200) throw new Error(await answer.text())
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 8 }, reader))
  return (secrets.length / (performance.now() - start)) * 1000
}
