import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { createKey } from './keys.ts'
import { load, median } from './load.ts'
import { sharedDatabase } from './shared-database.ts'
import { memoryOf, password, type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 3
const seconds = 4

/** Row 11: rows 1 and 2 on one node and on two, what a request costs each process, and what a node holds. */
export async function scale(): Promise<string[]> {
  const shared = await sharedDatabase()
  const { env, publicUrl } = shared
  const first = await startOurs({ env, cpus: '0' })
  const second = await startOurs({ env, cpus: '0' })
  const elsewhere = await startOurs({ env, cpus: '1' })
  const cookie = await signUpFirst(first, publicUrl)
  const secret = await createKey(first, cookie, publicUrl)
  const reads: (Read & { name: string })[] = [
    { name: '`GET /api/v1/account` (row 1)', path: '/account', headers: { cookie } },
    { name: '`GET /api/v1/key` (row 2)', path: '/key', headers: { authorization: `Bearer ${secret}` } },
  ]
  const lines: string[] = []
  for (const read of reads) {
    const measured = await inTurns(read, shared.pid, {
      one: [first],
      two: [first, second],
      apart: [first, elsewhere],
    })
    const ratio = (name: 'two' | 'apart') =>
      median(measured[name].map((one, n) => one.perSecond / (measured.one[n]?.perSecond ?? Number.NaN)))
    const line = (what: string, runs: Run[], times: string) =>
      `| ${read.name}, ${what} | ${Math.round(median(runs.map((one) => one.perSecond)))} | ${times} | ${median(runs.map((one) => one.nodeMs)).toFixed(3)} | ${median(runs.map((one) => one.postgresMs)).toFixed(4)} |`
    lines.push(
      line('one node on a core', measured.one, ''),
      line('two nodes on that one core', measured.two, ratio('two').toFixed(2)),
      line('two nodes on both cores, the load on them too', measured.apart, ratio('apart').toFixed(2)),
    )
  }
  const held = await memoryOf(first.child.pid ?? 0)
  const client = await shared.connect()
  const writes = [
    await written('a use event told by a key: counter, event, day, audit row', first, shared.pid, client, (n) =>
      post(
        first,
        '/teams/current/usage/events',
        { events: [{ id: `bench:${n}`, meter: 'runs' }] },
        { authorization: `Bearer ${secret}` },
      ),
    ),
    await written(
      'a sign-in: limits, argon2id, session, audit row, letter about the new device',
      first,
      shared.pid,
      client,
      (n) =>
        post(
          first,
          '/auth/sessions',
          { email: 'ada@example.com', password },
          { 'x-forwarded-for': `198.18.${n >> 8}.${n & 255}`, origin: publicUrl },
        ),
    ),
  ]
  await client.end()
  for (const node of [first, second, elsewhere]) await node.stop()
  await shared.stop()
  return [
    '## One node and two (row 11)',
    '',
    `Nodes on one external PostgreSQL; ${rounds} rounds of ${seconds} s, interleaved; medians. Processor time is what node and PostgreSQL processes used, divided by the requests. The machine has two cores: where the load runs beside the nodes, it is the load that takes the other half.`,
    '',
    '| | requests/s | × one node | node ms per request | PostgreSQL ms per request |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    `A node holds ${Math.round(held.app)} MB (PSS) after this load.`,
    '',
    'What writing costs, 8 at a time on one node for 6 s, with sealing of the audit log under way:',
    '',
    '| | per second | node ms | PostgreSQL ms | bytes in the database |',
    '|---|---|---|---|---|',
    ...writes,
  ]
}

interface Run {
  perSecond: number
  nodeMs: number
  postgresMs: number
}

type Read = { path: string; headers: Record<string, string> }

async function inTurns<Names extends string>(read: Read, postgres: number, sides: Record<Names, Server[]>) {
  const measured = Object.fromEntries(Object.keys(sides).map((name) => [name, []])) as unknown as Record<Names, Run[]>
  for (let round = 0; round <= rounds; round++) {
    for (const [name, nodes] of Object.entries(sides) as [Names, Server[]][]) {
      const result = await loadAll(read, postgres, nodes, name === 'apart')
      if (round > 0) measured[name].push(result)
    }
  }
  return measured
}

async function loadAll({ path, headers }: Read, postgres: number, nodes: Server[], apart: boolean): Promise<Run> {
  const pids = nodes.map(({ child }) => child.pid ?? 0)
  const used = async () => [await processorOf(pids), await processorOf([postgres])]
  const [nodeBefore = 0, postgresBefore = 0] = await used()
  const connections = 48 / nodes.length
  const results = await Promise.all(
    nodes.map(({ port }) =>
      load(`http://localhost:${port}/api/v1${path}`, {
        headers,
        connections,
        duration: seconds,
        ...(!apart && { cpus: '1' }),
      }),
    ),
  )
  const [nodeAfter = 0, postgresAfter = 0] = await used()
  if (results.some(({ refused }) => refused > 0)) throw new Error(`${path} was refused`)
  const perSecond = results.reduce((sum, one) => sum + one.perSecond, 0)
  const requests = perSecond * seconds
  return {
    perSecond,
    nodeMs: (nodeAfter - nodeBefore) / requests,
    postgresMs: (postgresAfter - postgresBefore) / requests,
  }
}

const post = async ({ port }: Server, path: string, body: unknown, headers: Record<string, string>): Promise<void> => {
  const answer = await fetch(`http://localhost:${port}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
}

const writingMs = 6_000

/** Writes for a while; answers a line with the rate, the processor time and how much the database grew. */
async function written(
  what: string,
  node: Server,
  postgres: number,
  client: pg.Client,
  write: (n: number) => Promise<void>,
): Promise<string> {
  const size = async () =>
    Number((await client.query('SELECT pg_database_size(current_database()) AS size')).rows[0].size)
  const used = async () => [await processorOf([node.child.pid ?? 0]), await processorOf([postgres])]
  for (let n = 0; n < 50; n++) await write(n)
  const grownFrom = await size()
  const [nodeBefore = 0, postgresBefore = 0] = await used()
  const start = performance.now()
  let n = 100
  let done = 0
  const lane = async () => {
    while (performance.now() - start < writingMs) {
      await write(++n)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  const perSecond = (done / (performance.now() - start)) * 1_000
  const [nodeAfter = 0, postgresAfter = 0] = await used()
  const bytes = Math.round(((await size()) - grownFrom) / done)
  return `| ${what} | ${Math.round(perSecond)} | ${((nodeAfter - nodeBefore) / done).toFixed(2)} | ${((postgresAfter - postgresBefore) / done).toFixed(2)} | ${bytes} |`
}

// A tick of the kernel’s accounting is ten milliseconds on every Linux there is for Node.js.
const tick = 10

/** Processor time of these processes and all below them so far, ended ones included, in milliseconds. */
async function processorOf(pids: number[]): Promise<number> {
  const all = new Map<number, { parent: number; ticks: number; ofEnded: number }>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields.length < 20) continue
    const [, parent] = fields
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number)
    all.set(Number(entry), {
      parent: Number(parent),
      ticks: (user ?? 0) + (system ?? 0),
      ofEnded: (endedUser ?? 0) + (endedSystem ?? 0),
    })
  }
  const below = (pid: number): boolean => pids.includes(pid) || (pid > 1 && below(all.get(pid)?.parent ?? 0))
  let sum = 0
  for (const [pid, { ticks, ofEnded }] of all) if (below(pid)) sum += ticks + ofEnded
  return sum * tick
}
