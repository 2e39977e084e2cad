import { startBetterAuth } from './better-auth.ts'
import { compare } from './compare.ts'
import { createKey, fastPlans } from './keys.ts'
import { signUpFirst, startOurs, startServer } from './stage.ts'

/** Row 2: key-authenticated `GET /api/v1/key`, with limit, headers, last use and counts on, against a bare Fastify look-up and Better Auth's verification. */
export async function keyRead(): Promise<string[]> {
  const plans = await fastPlans()
  const ours = await startOurs({ cpus: '0', env: { AEGIS_PLANS: plans.file } })
  const secret = await createKey(ours, await signUpFirst(ours))
  const headers = { authorization: `Bearer ${secret}` }
  const url = (port: number) => `http://localhost:${port}/api/v1/key`
  const first = await fetch(url(ours.port), { headers })
  if (!first.headers.get('x-ratelimit-remaining')) throw new Error('the limit is off')
  const env = { PAYLOAD: await first.text(), TOKEN: secret }
  const bare = await startServer([process.execPath, 'bench/bare-bearer.mjs'], { cpus: '0', env })
  const peer = await startBetterAuth('0')
  const table = await compare([
    { name: '`GET /api/v1/key`: limit, its headers, last use, counts', url: url(ours.port), headers },
    { name: 'bare Fastify, look-up in memory, same payload', url: url(bare.port), headers },
    {
      name: 'Better Auth 1.7.5, `verifyApiKey`, PostgreSQL',
      url: `http://localhost:${peer.server.port}/key`,
      headers: { authorization: `Bearer ${peer.key}` },
    },
  ])
  for (const side of [ours, bare, peer]) await side.stop()
  await plans.remove()
  return ['## Reading with an API key (row 2)', '', ...table]
}
