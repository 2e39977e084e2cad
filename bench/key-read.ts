import { createKey, fastPlans } from './keys.ts'
import { load, type Measured, median } from './load.ts'
import { signUpFirst, startOurs, startServer } from './stage.ts'

const rounds = 5

/** Row 2: key-authenticated `GET /api/v1/key`, with limit, headers, last use and counts on, against a bare Fastify look-up of the same payload. */
export async function keyRead(): Promise<string[]> {
  const plans = await fastPlans()
  const ours = await startOurs({ cpus: '0', env: { AEGIS_PLANS: plans.file } })
  const secret = await createKey(ours, await signUpFirst(ours))
  const headers = { authorization: `Bearer ${secret}` }
  const url = (port: number) => `http://localhost:${port}/api/v1/key`
  const first = await fetch(url(ours.port), { headers })
  if (!first.headers.get('x-ratelimit-remaining')) throw new Error('the limit is off')
  const bare = await startServer([process.execPath, 'bench/bare-bearer.mjs'], {
    cpus: '0',
    env: { PAYLOAD: await first.text(), TOKEN: secret },
  })
  const results: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const [name, server] of [
      ['ours', ours],
      ['bare', bare],
    ] as const) {
      const measured = await load(url(server.port), { headers, cpus: '1' })
      if (measured.refused > 0) throw new Error(`${name} refused ${measured.refused} requests`)
      if (round > 0) results[name].push(measured) // the first round warms up
    }
  }
  await ours.stop()
  await bare.stop()
  await plans.remove()
  const ratio = median(results.ours.map((one, i) => one.perSecond / (results.bare[i]?.perSecond ?? Number.NaN)))
  const row = (name: string, all: Measured[], last: string) =>
    `| ${name} | ${Math.round(median(all.map((one) => one.perSecond)))} | ${median(all.map((one) => one.p99))} | ${last} |`
  return [
    '## Reading with an API key (row 2)',
    '',
    `One core for the server, the other for the load; 50 connections, ${rounds} rounds of 4 s each, interleaved; medians.`,
    '',
    '| | requests/s | p99 ms | ratio |',
    '|---|---|---|---|',
    row('`GET /api/v1/key`: limit, its headers, last use, counts', results.ours, ratio.toFixed(2)),
    row('bare Fastify, look-up in memory, same payload', results.bare, '1'),
  ]
}
