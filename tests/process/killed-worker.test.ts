import { type AddressInfo, createServer } from 'node:net'
import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { goodPassword } from '#tests/harness.ts'
import { externalDatabase } from './database.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

beforeAll(builtProgram)

/** A mail server that takes the call and then says nothing, so that a job is in hand for as long as a test likes. */
async function silentMailServer(): Promise<string> {
  const server = createServer((socket) => void socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('what a killed worker had in hand goes to another within half a minute', async () => {
  const DATABASE_URL = await externalDatabase()
  const port = await freePort()
  const shared = {
    DATABASE_URL,
    AEGIS_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
    SMTP_URL: await silentMailServer(),
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
    LOG_LEVEL: 'warn',
    PORT: String(port),
  }
  const served = aegisrunner(['serve', '--no-worker'], { ...shared, DATA_DIR: await emptyFolder() })
  await served.printed('AegisRunner is ready')
  const client = new pg.Client({ connectionString: DATABASE_URL })
  await client.connect()
  onTestFinished(() => client.end())
  const holder = async (): Promise<string | null> => {
    const { rows } = await client.query(
      "SELECT locked_by FROM graphile_worker.jobs WHERE task_identifier = 'mail.send' ORDER BY id LIMIT 1",
    )
    return rows[0]?.locked_by ?? null
  }
  const origin = `http://localhost:${port}`
  const person = { fullName: 'Ada', email: 'ada@example.com', password: goodPassword, timezone: 'UTC' }
  const answer = await fetch(`${origin}/api/v1/auth/sign-ups`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(person),
  })
  expect(answer.status).toBe(202)
  const work = async () => aegisrunner(['worker'], { ...shared, DATA_DIR: await emptyFolder() })
  const first = await work()
  await expect.poll(holder, { timeout: 20_000 }).not.toBeNull()
  const dead = await holder()
  first.child.kill('SIGKILL')
  await first.ended
  const second = await work()
  await second.printed('The worker is ready')
  await expect.poll(holder, { timeout: 60_000, interval: 500 }).not.toBe(dead)
  await expect.poll(holder, { timeout: 20_000 }).not.toBeNull()
}, 150_000)
