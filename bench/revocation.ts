import { addKeys } from './keys.ts'
import { sharedDatabase } from './shared-database.ts'
import { type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 100
const watchedFor = 400 // ms, twice what is allowed
const askers = 4

/**
 * Row 12: keys that both nodes have in memory are revoked at one of them, while both are asked with them without a pause: what is let in that was sent
 * after the answer to the revocation, and how long after it.
 */
export async function revocation(): Promise<string[]> {
  const shared = await sharedDatabase()
  const here = await startOurs({ env: shared.env })
  const there = await startOurs({ env: shared.env })
  const cookie = await signUpFirst(here, shared.publicUrl)
  const client = await shared.connect()
  const { rows } = await client.query('SELECT id FROM teams')
  const team = String(rows[0].id)
  const secrets = await addKeys(client, team, rounds)
  await client.end()
  const late: Record<'here' | 'there', number[]> = { here: [], there: [] }
  let asked = 0
  for (const secret of secrets) {
    const id = await ask(here, secret)
    if (!id || !(await ask(there, secret))) throw new Error('a key is not let in')
    const until = { time: Number.POSITIVE_INFINITY, from: Number.POSITIVE_INFINITY }
    const watch = async (node: Server): Promise<number> => {
      let last = 0
      while (performance.now() < until.time) {
        const sent = performance.now()
        asked += 1
        if ((await ask(node, secret)) && sent > until.from) last = Math.max(last, sent - until.from)
      }
      return last
    }
    const watches = [here, there].map((node) => Promise.all(Array.from({ length: askers }, () => watch(node))))
    await revoke(here, { team, id, cookie, origin: shared.publicUrl })
    until.from = performance.now()
    until.time = until.from + watchedFor
    const [atOnce = [], elsewhere = []] = await Promise.all(watches)
    late.here.push(Math.max(...atOnce))
    late.there.push(Math.max(...elsewhere))
  }
  for (const node of [here, there]) await node.stop()
  await shared.stop()
  const line = (what: string, times: number[]) => {
    const sorted = times.toSorted((one, other) => one - other)
    const letIn = times.filter((time) => time > 0).length
    return `| ${what} | ${letIn} | ${sorted[Math.floor(rounds / 2)]?.toFixed(1)} | ${sorted.at(-1)?.toFixed(1)} |`
  }
  return [
    '## From a revocation to the first refusal (row 12)',
    '',
    `${rounds} keys that two nodes on one external PostgreSQL have in memory, each revoked at one of them while ${askers} callers at each node use it without a pause: ${asked} requests. A request counts when it was sent after the answer to the revocation had arrived.`,
    '',
    '| | revocations after which one was let in | latest such request, median, ms after the answer | latest of all, ms |',
    '|---|---|---|---|',
    line('at the node that revoked', late.here),
    line('at the other node', late.there),
  ]
}

/** The id of the key that is let in; null when it is refused. */
async function ask({ port }: Server, secret: string): Promise<string | null> {
  const answer = await fetch(`http://localhost:${port}/api/v1/key`, { headers: { authorization: `Bearer ${secret}` } })
  const body = await answer.json()
  return answer.status === 200 ? body.id : null
}

async function revoke(
  { port }: Server,
  { team, id, cookie, origin }: Record<'team' | 'id' | 'cookie' | 'origin', string>,
): Promise<void> {
  const answer = await fetch(`http://localhost:${port}/api/v1/teams/${team}/keys/${id}`, {
    method: 'DELETE',
    headers: { cookie, origin },
  })
  if (answer.status !== 204) throw new Error(`revoking: ${await answer.text()}`)
}
