import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { catalogues } from '#access/plan-catalogue.ts'
import { joinRunning } from '#platform/db/embedded/join-running.ts'
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
