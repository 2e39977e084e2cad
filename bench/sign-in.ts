import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { hash, verify } from '@node-rs/argon2'
import pg from 'pg'
import { deviceCookie } from '#access/sessions.ts'
import { hashCost } from '#platform/crypto/passwords.ts'
import { joinRunning } from '#platform/db/embedded/join-running.ts'
import { newId } from '#platform/ids.ts'
import { type Peer, startBetterAuth } from './better-auth.ts'
import { load, median } from './load.ts'
import { password, type Server, signUpFirst, startOurs } from './stage.ts'

const rounds = 5
const seconds = 5
const warmUp = 30 // at so few requests a second, what runs them is compiled late
const parallel = 8

/** Row 3: sign-ins per second against bare hashing on the same cores, and what a storm of them does to other requests. */
export async function signIn(): Promise<string[]> {
  // Each sign-in comes from an address of its own: the limits stay on, and are not what is measured.
  const ours = await startOurs({ env: { TRUST_PROXY: '1' } })
  const cookie = await signUpFirst(ours)
  await addPeople(ours, parallel)
  const phc = await hash(password, hashCost)
  const peer = await startBetterAuth('0,1')
  const rates: Record<'ours' | 'strange' | 'bare' | 'peer', number[]> = { ours: [], strange: [], bare: [], peer: [] }
  const browsers = new Map<number, string>() // of each person, after the first sign-in
  for (let round = 0; round <= rounds; round++) {
    const time = round === 0 ? warmUp : seconds
    const signIns = await perSecond((worker, turn) => signInOnce(ours, worker, turn, browsers), time)
    const strangers = await perSecond((worker, turn) => signInOnce(ours, worker, turn), time)
    const hashes = await perSecond(async () => {
      if (!(await verify(phc, password))) throw new Error('the hash does not verify')
    })
    const peers = await perSecond(() => signInToPeer(peer), time)
    if (round === 0) continue
    rates.ours.push(signIns)
    rates.strange.push(strangers)
    rates.bare.push(hashes)
    rates.peer.push(peers)
  }
  const account = `http://localhost:${ours.port}/api/v1/account`
  const calm = await load(account, { headers: { cookie }, connections: 4, duration: seconds, rate: 200 })
  const storm = perSecond((worker, turn) => signInOnce(ours, worker, turn), seconds + 1)
  const stormy = await load(account, { headers: { cookie }, connections: 4, duration: seconds, rate: 200 })
  await storm
  await ours.stop()
  await peer.stop()
  const times = (others: number[]) => median(rates.ours.map((one, i) => one / (others[i] ?? Number.NaN))).toFixed(2)
  return [
    '## Signing in (row 3)',
    '',
    `Both cores for everything; ${parallel} at a time, ${rounds} rounds of ${seconds} s after ${warmUp} s to warm up, interleaved; medians.`,
    '',
    '| | per second | ours is × as fast |',
    '|---|---|---|',
    `| sign-in from a browser used before: limits, hashing, session, audit row | ${median(rates.ours).toFixed(0)} | |`,
    `| the same from a new browser: a link to disown it and a letter besides | ${median(rates.strange).toFixed(0)} | ${times(rates.strange)} |`,
    `| argon2id verification alone | ${median(rates.bare).toFixed(0)} | ${times(rates.bare)} |`,
    `| Better Auth 1.7.5, sign-in by e-mail | ${median(rates.peer).toFixed(0)} | ${times(rates.peer)} |`,
    '',
    `Other requests (200 a second to \`GET /account\`): p99 ${calm.p99} ms in calm, ${stormy.p99} ms during the storm.`,
  ]
}

// With `browsers` each person comes back with the browser of the time before, without it with a new one.
async function signInOnce(
  { port }: Server,
  worker: number,
  turn: number,
  browsers?: Map<number, string>,
): Promise<void> {
  const cookie = browsers?.get(worker)
  const from = `203.0.${turn % 250}.${(worker * 31 + turn) % 250}`
  const given = await post(port, '/api/v1/auth/sessions', `p${worker}@example.com`, {
    'x-forwarded-for': from,
    ...(cookie && { cookie }),
  })
  const device = given.find((line) => line.includes(`${deviceCookie}=`))
  if (device) browsers?.set(worker, device.split(';')[0] ?? '')
}

async function signInToPeer({ server }: Peer): Promise<void> {
  await post(server.port, '/api/auth/sign-in/email', 'ada@example.com')
}

const agent = new Agent({ keepAlive: true })

// By hand: whatever this process spends on asking is taken from the two cores that are measured. Answers the cookies that were set.
async function post(
  port: number,
  path: string,
  email: string,
  headers: Record<string, string> = {},
): Promise<string[]> {
  const body = JSON.stringify({ email, password })
  const asked = request({
    agent,
    port,
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      origin: `http://localhost:${port}`,
      ...headers,
    },
  })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const said = await text(answer)
  if (answer.statusCode !== 200) throw new Error(`sign-in: ${answer.statusCode} ${said}`)
  return answer.headers['set-cookie'] ?? []
}

async function perSecond(work: (worker: number, turn: number) => Promise<void>, duration = seconds): Promise<number> {
  const start = performance.now()
  let done = 0
  const workers = Array.from({ length: parallel }, async (_, worker) => {
    for (let turn = 0; performance.now() - start < duration * 1000; turn++) {
      await work(worker, turn)
      done += 1
    }
  })
  await Promise.all(workers)
  return (done / (performance.now() - start)) * 1000
}

/** People with an account, `p0@example.com` and on, who all have the same password. */
export async function addPeople({ dataDir }: Server, count: number): Promise<void> {
  const at = await joinRunning(dataDir)
  if (!at) throw new Error('the server’s database does not answer')
  const { superuser, ...where } = at
  const client = new pg.Client({ ...where, user: superuser })
  await client.connect()
  const phc = await hash(password, hashCost)
  for (let i = 0; i < count; i++) {
    const id = newId('usr')
    await client.query(
      `INSERT INTO users (id, email, email_canonical, email_verified_at, full_name, timezone, created_at)
       VALUES ($1, $2, $2, now(), 'Person', 'UTC', now())`,
      [id, `p${i}@example.com`],
    )
    await client.query('INSERT INTO passwords (user_id, hash, changed_at) VALUES ($1, $2, now())', [id, phc])
  }
  await client.end()
}
