import { median } from './load.ts'
import { addPeople } from './sign-in.ts'
import { password, type Server, signUpFirst, startOurs } from './stage.ts'

const samples = 120
const warmUps = 10
/** A change of address may be asked for ten times an hour. */
const askerCount = Math.ceil(((samples + warmUps) * 2) / 10)
/** Above it two samples of this size are not of one kind, with one chance in a hundred of being wrong (Kolmogorov-Smirnov). */
const critical = 1.63 * Math.sqrt(2 / samples)

/** A door at which somebody could ask whether an address has an account. */
interface Door {
  name: string
  ask(server: Server, email: string, turn: number): Promise<Response>
  /** What is told to both. */
  status: number
}

/** Whether answers about addresses with an account and without one differ in time or words (ASVS 6.3.8, V126, V130). */
export async function tellApart(): Promise<string[]> {
  const server = await startOurs({ env: { TRUST_PROXY: '1' } })
  const cookie = await signUpFirst(server)
  await addPeople(server, samples * 2)
  const asking = await askers(server, askerCount)
  const team = await teamOf(server, cookie)
  const doors: Door[] = [
    {
      name: 'sign-in with a wrong password',
      status: 401,
      ask: (at, email, turn) => post(at, '/auth/sessions', turn, { email, password: 'wrong' }),
    },
    {
      name: 'sign-up',
      status: 202,
      ask: (at, email, turn) =>
        post(at, '/auth/sign-ups', turn, { fullName: 'Nora', email, password, timezone: 'UTC' }),
    },
    { name: 'recovery', status: 202, ask: (at, email, turn) => post(at, '/auth/recoveries', turn, { email }) },
    {
      name: 'change of address',
      status: 202,
      ask: (at, newEmail, turn) => post(at, '/account/email-change', turn, { newEmail }, asking[Math.floor(turn / 10)]),
    },
    {
      name: 'invitation',
      status: 200,
      ask: (at, email, turn) => post(at, `/teams/${team}/invitations/preview`, turn, { addresses: [email] }, cookie),
    },
  ]
  const rows: string[] = []
  for (const door of doors) rows.push(await measure(server, door))
  await server.stop()
  return [
    '## Whether an address has an account (ASVS 6.3.8)',
    '',
    `${samples} calls each about addresses with and without an account, in random order, one at a time. D is the greatest distance of the two distributions; above ${critical.toFixed(2)} they differ (Kolmogorov-Smirnov, 1 %).`,
    '',
    '| door | with an account, median ms | without, median ms | D | words |',
    '|---|---|---|---|---|',
    ...rows,
  ]
}

async function measure(server: Server, { name, ask, status }: Door): Promise<string> {
  const times = { known: [] as number[], unknown: [] as number[] }
  const words = { known: new Set<string>(), unknown: new Set<string>() }
  for (const [turn, [which, n]] of shuffled(warmUps + samples).entries()) {
    const at = n + askerCount // nobody asks about their own
    const email = which === 'known' ? `p${at}@example.com` : `u${at}.${name.length}@example.com`
    const start = performance.now()
    const answer = await ask(server, email, turn)
    const text = await answer.text()
    const took = performance.now() - start
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${text}`)
    if (turn < warmUps * 2) continue
    times[which].push(took)
    words[which].add(text.replaceAll(email, '…').replaceAll(/"(requestId|\w+At)":"[^"]*"/g, ''))
  }
  const same = [...words.known].sort().join() === [...words.unknown].sort().join()
  const [known, unknown] = [median(times.known), median(times.unknown)].map((ms) => ms.toFixed(1))
  return `| ${name} | ${known} | ${unknown} | ${distance(times.known, times.unknown).toFixed(2)} | ${same ? 'the same' : '**not the same**'} |`
}

// In no order: a letter that is written after an answer slows the calls behind it, and any order would make that one kind’s lot.
function shuffled(each: number): ['known' | 'unknown', number][] {
  const calls = Array.from({ length: each }, (_, n) => [['known', n] as const, ['unknown', n] as const]).flat()
  return calls
    .map(([which, n]) => ({ call: [which, n] as ['known' | 'unknown', number], place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ call }) => call)
}

/** The Kolmogorov-Smirnov distance of two samples. */
function distance(one: number[], other: number[]): number {
  const below = (sample: number[], at: number) => sample.filter((value) => value <= at).length / sample.length
  return Math.max(...[...one, ...other].map((at) => Math.abs(below(one, at) - below(other, at))))
}

/** Cookies of people who have just signed in. */
async function askers(server: Server, count: number): Promise<string[]> {
  const cookies: string[] = []
  for (let n = 0; n < count; n++) {
    const answer = await post(server, '/auth/sessions', n, { email: `p${n}@example.com`, password })
    if (answer.status !== 200) throw new Error(`signing in: ${await answer.text()}`)
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    )
  }
  return cookies
}

async function teamOf({ port }: Server, cookie: string): Promise<string> {
  const answer = await fetch(`http://localhost:${port}/api/v1/account`, { headers: { cookie } })
  return ((await answer.json()) as { teams: { id: string }[] }).teams[0]?.id ?? ''
}

function post({ port }: Server, path: string, turn: number, body: unknown, cookie = ''): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    origin: `http://localhost:${port}`,
    'x-forwarded-for': `203.0.${turn % 250}.${(turn * 7) % 250}`,
    ...(cookie && { cookie }),
  }
  return fetch(`http://localhost:${port}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
