import { startBetterAuth } from './better-auth.ts'
import { compare } from './compare.ts'
import { addKeys, behind } from './keys.ts'
import { password, type Server, signUpFirst, startOurs } from './stage.ts'

const count = 10

/** Row 4: the list of one's keys and that of one's sessions, ten rows each, against Better Auth's. */
export async function lists(): Promise<string[]> {
  const ours = await startOurs({ cpus: '0' })
  const cookie = await signUpFirst(ours)
  for (let n = 1; n < count; n++) await signInAgain(ours)
  const client = await behind(ours)
  const { rows } = await client.query('SELECT id FROM teams')
  const team = String(rows[0].id)
  for (const secret of await addKeys(client, team, count)) await used(ours, secret)
  await client.end()
  const peer = await startBetterAuth('0')
  const at = (path: string) => ({ url: `http://localhost:${ours.port}/api/v1${path}`, headers: { cookie } })
  const atPeer = (path: string) => ({
    url: `http://localhost:${peer.server.port}/api/auth${path}`,
    headers: { cookie: peer.cookie },
  })
  const sides = {
    keys: [at(`/teams/${team}/keys`), atPeer('/api-key/list')],
    sessions: [at('/account/sessions'), atPeer('/list-sessions')],
  } as const
  for (const side of Object.values(sides).flat()) await demandRows(side)
  const keys = await compare([
    { name: '`GET /api/v1/teams/…/keys`', ...sides.keys[0] },
    { name: 'Better Auth 1.7.5, `api-key/list`, PostgreSQL', ...sides.keys[1] },
  ])
  const sessions = await compare([
    { name: '`GET /api/v1/account/sessions`', ...sides.sessions[0] },
    { name: 'Better Auth 1.7.5, `list-sessions`, PostgreSQL', ...sides.sessions[1] },
  ])
  for (const side of [ours, peer]) await side.stop()
  return [
    '## Lists of keys and of sessions (row 4)',
    '',
    `${count} of each; ours also tell when, from where and with what each was used last.`,
    '',
    ...keys,
    '',
    ...sessions,
  ]
}

async function signInAgain({ port }: Server): Promise<void> {
  const answer = await fetch(`http://localhost:${port}/api/v1/auth/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
    body: JSON.stringify({ email: 'ada@example.com', password }),
  })
  if (answer.status !== 200) throw new Error(`sign-in: ${await answer.text()}`)
}

async function used({ port }: Server, secret: string): Promise<void> {
  const answer = await fetch(`http://localhost:${port}/api/v1/key`, { headers: { authorization: `Bearer ${secret}` } })
  if (answer.status !== 200) throw new Error(`using a key: ${await answer.text()}`)
}

// All rows on one page, or it is another list that is measured.
async function demandRows({ url, headers }: { url: string; headers: Record<string, string> }): Promise<void> {
  const body = await (await fetch(url, { headers })).json()
  const list = [body, body.items, body.apiKeys, body.sessions].find(Array.isArray)
  if (list?.length !== count) throw new Error(`${url} answers ${JSON.stringify(body).slice(0, 300)}`)
}
