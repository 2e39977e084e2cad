import pg from 'pg'
import { onTestFinished } from 'vitest'
import { embeddedDatabase } from './database.ts'
import { aegisrunner, freePort, type Program } from './program.ts'

/** The program, as its database and as HTTP see it. */
export interface Running {
  program: Program
  client: pg.Client
  origin: string
  send(path: string, body: unknown, cookie?: string): Promise<Response>
}

/** Starts the program on this data and waits until it answers. */
export async function startedOn(data: string): Promise<Running> {
  const port = await freePort()
  const program = aegisrunner(['serve'], { DATA_DIR: data, PORT: String(port), LOG_LEVEL: 'warn' })
  await program.printed('AegisRunner is ready')
  const client = new pg.Client(await embeddedDatabase(data))
  client.on('error', () => {}) // a kill takes the connection too
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  const origin = `http://localhost:${port}`
  const send = (path: string, body: unknown, cookie = '') =>
    fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    })
  return { program, client, origin, send }
}

/** Signs the first person up; answers their cookies and their team. */
export async function firstPerson({ send, client }: Running): Promise<{ cookie: string; teamId: string }> {
  const account = {
    fullName: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'plum-harbour-violet-42',
    timezone: 'UTC',
  }
  const answer = await send('/auth/sign-ups', account)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { rows } = await client.query<{ id: string }>('SELECT id FROM teams')
  const [team] = rows
  if (!team) throw new Error(`signing up: ${answer.status} ${await answer.text()}`)
  return { cookie, teamId: team.id }
}
