import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { newKeyText } from '#access/key-format.ts'
import { catalogues } from '#access/plan-catalogue.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { joinRunning } from '#platform/db/embedded/join-running.ts'
import { newId } from '#platform/ids.ts'
import type { Server } from './stage.ts'

/** Plans whose limit is never reached and always kept: a million requests a minute. Answers the value of AEGIS_PLANS. */
export async function fastPlans(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-plans-'))
  const [plan] = catalogues.selfhosted?.plans ?? []
  const file = join(folder, 'plans.json')
  const plans = [{ ...plan, id: 'bench', requestsPerMinute: 1_000_000 }]
  await writeFile(file, JSON.stringify({ basic: 'bench', trial: 'bench', plans }))
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A connection to the server's own database, past the app. */
export async function behind({ dataDir }: Server): Promise<pg.Client> {
  const at = await joinRunning(dataDir)
  if (!at) throw new Error('the server’s database does not answer')
  const { superuser, ...where } = at
  const client = new pg.Client({ ...where, user: superuser })
  await client.connect()
  return client
}

/** Makes a key through the API; answers its secret. */
export async function createKey(
  { port }: Server,
  cookie: string,
  origin = `http://localhost:${port}`,
): Promise<string> {
  const address = `http://localhost:${port}`
  const account = await (await fetch(`${address}/api/v1/account`, { headers: { cookie } })).json()
  const answer = await fetch(`${address}/api/v1/teams/${account.teams[0].id}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify({ name: 'Bench', kind: 'personal', scopes: ['team:read', 'keys:read', 'usage:write'] }),
  })
  if (answer.status !== 201) throw new Error(`making a key: ${await answer.text()}`)
  return (await answer.json()).secret
}

/** Puts keys of a team into the database, more than anybody may make in an hour; answers their secrets. */
export async function addKeys(client: pg.Client, teamId: string, count: number): Promise<string[]> {
  const secrets: string[] = []
  for (let i = 0; i < count; i++) {
    const id = newId('key')
    const secret = newKeyText(id)
    secrets.push(secret)
    await client.query(
      `INSERT INTO api_keys (team_id, id, name, scopes, ip_list, digest, last_four, created_at)
       VALUES ($1, $2, 'Sample', '{team:read}', '{}', $3, 'abcd', now())`,
      [teamId, id, digest(secret)],
    )
  }
  return secrets
}
