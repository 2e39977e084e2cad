import { startBetterAuth } from './better-auth.ts'
import { compare } from './compare.ts'
import { memoryOf, signUpFirst, startOurs, startServer } from './stage.ts'

/** Rows 1 and 6: session-authenticated `GET /api/v1/account` against a bare Fastify look-up and Better Auth's session; memory afterwards. */
export async function accountRead(): Promise<string[]> {
  const ours = await startOurs({ cpus: '0' })
  const headers = { cookie: await signUpFirst(ours) }
  const url = (port: number) => `http://localhost:${port}/api/v1/account`
  const payload = await (await fetch(url(ours.port), { headers })).text()
  const token = /aegis=([\w-]+)/.exec(headers.cookie)?.[1] ?? ''
  const env = { PAYLOAD: payload, TOKEN: token }
  const bare = await startServer([process.execPath, 'bench/bare-fastify.mjs'], { cpus: '0', env })
  const peer = await startBetterAuth('0')
  const table = await compare([
    { name: '`GET /api/v1/account`, all guarantees on', url: url(ours.port), headers },
    { name: 'bare Fastify, look-up in memory, same payload', url: url(bare.port), headers },
    {
      name: 'Better Auth 1.7.5, `get-session`, PostgreSQL',
      url: `http://localhost:${peer.server.port}/api/auth/get-session`,
      headers: { cookie: peer.cookie },
    },
  ])
  const [mine, theirs] = [await memoryOf(ours.child.pid ?? 0), await memoryOf(peer.server.child.pid ?? 0)]
  for (const side of [ours, bare, peer]) await side.stop()
  return [
    '## Reading the own account with a session (rows 1 and 6)',
    '',
    ...table,
    '',
    `Memory after this load (PSS): app ${Math.round(mine.app)} MB, PostgreSQL ${Math.round(mine.postgres)} MB; Better Auth ${Math.round(theirs.app)} MB without its PostgreSQL.`,
  ]
}
