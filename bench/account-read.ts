import { load, type Measured, median } from './load.ts'
import { memoryOf, signUpFirst, startOurs, startServer } from './stage.ts'

const rounds = 5

/** Row 1 and 6: session-authenticated `GET /api/v1/account` against a bare Fastify look-up of the same payload; memory afterwards. */
export async function accountRead(): Promise<string[]> {
  const ours = await startOurs({ cpus: '0' })
  const cookie = await signUpFirst(ours)
  const url = (port: number) => `http://localhost:${port}/api/v1/account`
  const payload = await (await fetch(url(ours.port), { headers: { cookie } })).text()
  const token = /aegis=([\w-]+)/.exec(cookie)?.[1] ?? ''
  const bare = await startServer([process.execPath, 'bench/bare-fastify.mjs'], {
    cpus: '0',
    env: { PAYLOAD: payload, TOKEN: token },
  })
  const results: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] }
  for (let round = 0; round <= rounds; round++) {
    for (const [name, server] of [
      ['ours', ours],
      ['bare', bare],
    ] as const) {
      const measured = await load(url(server.port), { headers: { cookie }, cpus: '1' })
      if (measured.refused > 0) throw new Error(`${name} refused ${measured.refused} requests`)
      if (round > 0) results[name].push(measured) // the first round warms up
    }
  }
  const memory = await memoryOf(ours.child.pid ?? 0)
  await ours.stop()
  await bare.stop()
  const ratio = median(results.ours.map((one, i) => one.perSecond / (results.bare[i]?.perSecond ?? Number.NaN)))
  const row = (name: string, all: Measured[], last: string) =>
    `| ${name} | ${Math.round(median(all.map((one) => one.perSecond)))} | ${median(all.map((one) => one.p99))} | ${last} |`
  return [
    '## Reading the own account with a session (rows 1 and 6)',
    '',
    `One core for the server, the other for the load; 50 connections, ${rounds} rounds of 4 s each, interleaved; medians.`,
    '',
    '| | requests/s | p99 ms | ratio |',
    '|---|---|---|---|',
    row('`GET /api/v1/account`, all guarantees on', results.ours, ratio.toFixed(2)),
    row('bare Fastify, look-up in memory, same payload', results.bare, '1'),
    '',
    `Memory after this load (PSS): app ${Math.round(memory.app)} MB, PostgreSQL ${Math.round(memory.postgres)} MB.`,
  ]
}
