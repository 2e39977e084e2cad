import type pg from 'pg'
import { addKeys, behind, createKey, fastPlans } from './keys.ts'
import { load, median } from './load.ts'
import { type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 3
const sample = 500
const more = 1_000_000

/** Row 15, keys: the same reads with a thousand keys in the table and with a million. */
export async function millionKeys(): Promise<string[]> {
  const plans = await fastPlans()
  const ours = await startOurs({ cpus: '0', env: { AEGIS_PLANS: plans.file } })
  const cookie = await signUpFirst(ours)
  const secret = await createKey(ours, cookie)
  const client = await behind(ours)
  const { rows } = await client.query('SELECT team_id FROM api_keys')
  const teamId = String(rows[0].team_id)
  const secrets = await addKeys(client, teamId, sample)
  const few = await measure(ours, client, { secret, secrets, cookie, teamId })
  await fill(client, teamId)
  const many = await measure(ours, client, { secret, secrets, cookie, teamId })
  await client.end()
  await ours.stop()
  await plans.remove()
  const row = (name: string, key: keyof typeof few) =>
    `| ${name} | ${Math.round(few[key])} | ${Math.round(many[key])} | ${(many[key] / few[key]).toFixed(2)} |`
  return [
    '## A million API keys (row 15)',
    '',
    `Requests a second with ${sample + 1} keys in the table and with ${more.toLocaleString('en')} more of other teams; ${rounds} rounds, medians.`,
    '',
    '| | few keys | a million | ratio |',
    '|---|---|---|---|',
    row('`GET /key`, key in memory', 'warm'),
    row('`GET /key`, each key read from the database', 'cold'),
    row('`GET /teams/{team}/keys`, 20 rows', 'list'),
  ]
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

async function measure(
  { port }: Server,
  client: pg.Client,
  { secret, secrets, cookie, teamId }: { secret: string; secrets: string[]; cookie: string; teamId: string },
): Promise<{ warm: number; cold: number; list: number }> {
  const url = `http://localhost:${port}/api/v1`
  const found: Record<'warm' | 'cold' | 'list', number[]> = { warm: [], cold: [], list: [] }
  for (let round = 0; round <= rounds; round++) {
    const warm = await load(`${url}/key`, { headers: { authorization: `Bearer ${secret}` }, cpus: '1', duration: 3 })
    const list = await load(`${url}/teams/${teamId}/keys`, {
      headers: { cookie },
      cpus: '1',
      duration: 3,
      connections: 10,
    })
    const cold = await readCold(`${url}/key`, client, secrets, teamId)
    if (warm.refused + list.refused > 0) throw new Error('requests were refused')
    if (round === 0) continue
    found.warm.push(warm.perSecond)
    found.list.push(list.perSecond)
    found.cold.push(cold)
  }
  return { warm: median(found.warm), cold: median(found.cold), list: median(found.list) }
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
