/**
 * A whole AegisRunner per test file: real HTTP, a PostgreSQL database of its own, a mailbox behind a real SMTP conversation, and a clock that
 * the test moves. Every test makes its own people and teams; nothing is truncated and no order matters.
 *
 *   const app = await testApp()                    // stops by itself after the file
 *   const ada = await app.person('Ada Lovelace')   // signed up, mailbox proven, signed in; owner of her team
 *   await ada.browser.get('/account')              // → { status, body, headers }
 *   app.clock.advance(minutes(11))
 *   await app.mail(ada.email)                      // drains the queue; the letters that mailbox received, oldest first
 */
import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll } from 'vitest'
import type { Role } from '#access/principal.ts'
import { createApp, jobs } from '#app/app.ts'
import type { Clock, Duration } from '#platform/clock.ts'
import { type Config, readConfig } from '#platform/config.ts'
import type { Changes } from '#platform/db/changes.ts'
import { changesChannel } from '#platform/db/db.ts'
import { appRole } from '#platform/db/migrate.ts'
import { servePage } from '#platform/http/page.ts'
import { drainJobs } from '#platform/jobs/worker.ts'
import { openLog } from '#platform/log.ts'
import { closeMail } from '#platform/mail/jobs.ts'
import { openPlatform } from '#platform/open.ts'
import type { Platform } from '#platform/platform.ts'
import { root } from '#platform/root.ts'
import { postgres } from '#tests/own-postgres.ts'
import { Browser } from './browser.ts'
import { type Mailbox, openMailbox, type ReceivedLetter } from './mailbox.ts'

/** A clock that stands still until the test moves it. */
export class TestClock implements Clock {
  #now = new Date('2027-03-01T09:00:00.000Z')
  now = (): Date => new Date(this.#now)
  advance(by: Duration): void {
    this.#now = new Date(this.#now.getTime() + by)
  }
  set(instant: string): void {
    this.#now = new Date(instant)
  }
}

/** Somebody with an account, at their browser. */
export interface Person {
  id: string
  email: string
  fullName: string
  password: string
  teamId: string
  browser: Browser
}

/** What {@link testApp} hands out. */
export interface TestApp {
  clock: TestClock
  config: Config
  platform: Platform
  http: FastifyInstance
  /** Base address of the listening server. */
  address: string
  /** Everything logged so far, one JSON line per event. */
  logged(): string
  mailbox: Mailbox
  /** A fresh browser nobody is signed in with. */
  browser(): Browser
  /** Signs somebody up through the API, proves the mailbox by the received letter, and leaves them signed in. */
  person(fullName: string, more?: { timezone?: string; email?: string }): Promise<Person>
  /** Makes somebody a member of a team with this role, behind the scenes. */
  join(member: Person, teamId: string, role: Role): Promise<void>
  /** The operator: the first person of this installation. */
  operator: Person
  /** Works off the queue, then answers what this mailbox has received. */
  mail(email: string): Promise<ReceivedLetter[]>
  drain(): Promise<void>
  /** Runs SQL as the database's owner, to look behind the scenes or to tamper; every node has heard of a change when this answers. */
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** A second node on the same database and clock; with `ahead` its clock runs so far before the others’. */
  node(more?: { ahead?: Duration }): Promise<{ platform: Platform; address: string; browser(like?: Browser): Browser }>
}

// The public address must be known before the server is made, so the port is chosen first.
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Words no list knows, unlike “password123”. */
export const goodPassword = 'plum-harbour-violet-42'

let people = 0

/** Where a PostgreSQL listens. */
export interface ServerPlace {
  host: string
  port: number
}

// News comes in the order of the commits, so who has heard the mark has heard of everything before it; who hears nothing asks the database.
function hearsOf(changes: Changes): (mark: string) => Promise<void> {
  const expected = new Set<string>()
  changes.subscribe((what) => void (what === '*' ? expected.clear() : expected.delete(what)))
  return async (mark) => {
    expected.add(mark)
    while (expected.has(mark) && changes.reliable) await sleep(1)
  }
}

/**
 * Starts an installation for this test file. `settings` are environment variables; with `page` the built page is served as well; `through`
 * puts something between the app and PostgreSQL.
 */
export async function testApp(
  settings: Record<string, string> = {},
  { page = false, through }: { page?: boolean; through?: (server: ServerPlace) => Promise<ServerPlace> } = {},
): Promise<TestApp> {
  const server = postgres()
  const reached = { ...server, ...(await through?.(server)) }
  const database = `t_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${database} TEMPLATE aegis_template`) // goes with the whole server after the run
  await admin.end()
  const mailbox = await openMailbox()
  const lines: string[] = []
  const port = await freePort()
  const config = readConfig({
    PORT: String(port),
    AEGIS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
    DATABASE_POOL: '8',
    ...settings,
  })
  const log = openLog('debug', { write: (line: string) => void lines.push(line) })
  const clock = new TestClock()
  const owner = new pg.Pool({ ...server, database, max: 2 })
  const stops: (() => Promise<unknown>)[] = []
  const hears: ((mark: string) => Promise<void>)[] = []
  const node = async (listenOn = 0, ahead = 0) => {
    const itsClock = ahead === 0 ? clock : { now: () => new Date(clock.now().getTime() + ahead) }
    const connection = {
      app: { ...reached, database, user: appRole, max: config.DATABASE_POOL },
      owner: { ...server, database },
      stop: async () => {},
    }
    const { platform, close } = await openPlatform(config, log, connection, itsClock)
    hears.push(hearsOf(platform.changes))
    const http = createApp(platform)
    if (page) await servePage(http, join(root, 'dist', 'web'))
    const address = await http.listen({ port: listenOn, host: '127.0.0.1' })
    stops.unshift(async () => {
      await http.close()
      await closeMail(platform)
      await close()
    })
    return { platform, http, address, browser: () => new Browser(address, config.publicUrl) }
  }
  const first = await node(port)
  // One after another: two at once would each miss what the other has in hand.
  let drained = Promise.resolve()
  const drain = () => {
    drained = drained.then(() => drainJobs(first.platform, jobs))
    return drained
  }
  const mail = async (email: string) => {
    await drain()
    return mailbox.to(email)
  }
  afterAll(async () => {
    for (const stop of stops) await stop()
    await owner.end()
    await mailbox.close()
  })

  const signUp = async (fullName: string, more: { timezone?: string; email?: string } = {}): Promise<Person> => {
    people += 1
    const email = more.email ?? `${fullName.split(' ')[0]?.toLowerCase()}.${people}@example.com`
    const browser = first.browser()
    const body = { fullName, email, password: goodPassword, timezone: more.timezone ?? 'Europe/Berlin' }
    const answer = await browser.post('/auth/sign-ups', body)
    if (answer.status !== 202) throw new Error(`sign-up of ${fullName}: ${JSON.stringify(answer.body)}`)
    if (answer.body.state === 'check_mailbox') {
      const letter = (await mail(email)).at(-1)
      const confirmed = await browser.post('/auth/sign-ups/confirmation', { token: letter?.token('/confirm-sign-up') })
      if (confirmed.status !== 200) throw new Error(`confirmation of ${fullName}: ${JSON.stringify(confirmed.body)}`)
    }
    const { body: account } = await browser.get('/account')
    return { id: account.id, email, fullName, password: goodPassword, teamId: account.teams[0].id, browser }
  }

  return {
    clock,
    config,
    platform: first.platform,
    http: first.http,
    address: first.address,
    logged: () => lines.join(''),
    mailbox,
    browser: first.browser,
    person: signUp,
    // On a connection of the app: it has heard of the change before this is answered, as after every change of its own.
    join: async (member, teamId, role) => {
      await first.platform.db.pool.query(
        'INSERT INTO memberships (team_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)',
        [teamId, member.id, role, clock.now()],
      )
    },
    operator: await signUp('Olga Operator'),
    mail,
    drain,
    sql: async (text, values) => {
      const { rows, command } = await owner.query(text, values)
      if (command !== 'SELECT') {
        const mark = randomUUID()
        const heard = hears.map((hear) => hear(mark))
        await Promise.all([owner.query('SELECT pg_notify($1, $2)', [changesChannel, mark]), ...heard])
      }
      return rows
    },
    node: async ({ ahead = 0 as Duration } = {}) => {
      const { platform, address } = await node(0, ahead)
      return { platform, address, browser: (like?: Browser) => new Browser(address, config.publicUrl, like) }
    },
  }
}
