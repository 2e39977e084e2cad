import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { tell } from '#features/notifications/telling.fixture.ts'
import { program } from '#features/notifications/webhooks/program.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { faultyServer } from '#platform/mail/mail-server.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { postgres } from '#tests/own-postgres.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

vi.setConfig({ testTimeout: minutes(5) })
beforeAll(builtProgram, minutes(3))

const mail = await faultyServer()
const slack = await slackServer()
const far = await program()
afterAll(() => Promise.all([mail.down(), slack.close(), far.close()]))
const app = await testApp({ ...slack.settings, SMTP_URL: mail.url })

const masterKey = Buffer.alloc(32, 7).toString('base64')

/** A worker as a process of its own, on the database of this file. */
async function worker() {
  const { host, port, user } = postgres()
  const [at] = await app.sql<{ name: string }>('SELECT current_database() AS name')
  const started = aegisrunner(['worker'], {
    ...slack.settings,
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${at?.name}`,
    DATA_DIR: await emptyFolder(),
    AEGIS_MASTER_KEY: masterKey,
    PUBLIC_URL: app.config.publicUrl,
    PORT: String(await freePort()),
    SMTP_URL: mail.url,
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
    LOG_LEVEL: 'warn',
  })
  await started.printed('The worker is ready')
  return started
}

test('two workers, both killed with kill -9 in the middle: every message arrives at least once, and ids are the same on both sides', async () => {
  const { browser, teamId, email } = app.operator
  const team = `/teams/${teamId}`
  const url = `${slack.url}/services/T00/B00/x`
  expect((await browser.put(`${team}/slack/webhook`, { url, label: '#alerts' })).status).toBe(200)
  const both = { type: 'scheduled-runs', choices: ['email', 'slack'] }
  expect((await browser.put(`${team}/notifications/preferences`, both)).status).toBe(200)
  expect((await browser.post(`${team}/webhooks`, { url: far.url, types: ['scheduled-runs'] })).status).toBe(201)
  far.delay = 30

  // Workers have the time of the day, and a burst is over five minutes after its first.
  const [{ long = '' } = {}] = await app.sql<{ long: string }>(
    `SELECT to_char((now() - interval '6 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS long`,
  )
  app.clock.set(long)
  const titles = Array.from({ length: 60 }, (_, i) => `Line ${i}`)
  const line = (title: string) => ({
    type: 'scheduled-runs' as const,
    name: 'run.scheduled',
    id: `evt-${title}`,
    teamId,
    projectId: newId('prj'),
    audience: 'runs.view' as const,
    title,
    says: ['Said once.'],
    link: { label: 'See the run', path: `/runs/run_1?team=${teamId}` },
    data: { line: title },
  })
  const workers = await Promise.all([worker(), worker()])
  for (const title of titles) await tell(app, line(title))

  const reached = () => far.heard.length + slack.posted.length + mail.arrived.length
  await expect.poll(reached, { timeout: minutes(2), interval: 20 }).toBeGreaterThan(12)
  workers[0]?.child.kill('SIGKILL')
  workers.push(await worker())
  const soFar = reached()
  await expect.poll(reached, { timeout: minutes(2), interval: 20 }).toBeGreaterThan(Math.min(soFar + 10, 150))
  workers[1]?.child.kill('SIGKILL')
  await worker()

  const open = async () => {
    const [row] = await app.sql<{ n: number }>(
      `SELECT (SELECT count(*) FROM notification_deliveries WHERE team_id = $1 AND state = 'waiting')::int
        + (SELECT count(*) FROM notifications WHERE team_id = $1 AND fanned_out_at IS NULL)::int
        + (SELECT count(*) FROM mail_outbox WHERE recipient = $2 AND state = 'waiting')::int AS n`,
      [teamId, email],
    )
    return row?.n
  }
  await expect.poll(open, { timeout: minutes(4), interval: 500 }).toBe(0)

  const sent = async (channel: string) =>
    (
      await app.sql<{ title: string }>(
        `SELECT n.event ->> 'title' AS title FROM notification_deliveries d JOIN notifications n ON n.team_id = d.team_id AND n.id = d.notification_id
         WHERE d.team_id = $1 AND d.channel = $2 AND d.state = 'sent'`,
        [teamId, channel],
      )
    ).map(({ title }) => title)
  const sorted = (some: Iterable<string>) => [...new Set(some)].sort()
  const all = sorted(titles)
  for (const channel of ['email', 'slack', 'webhook']) expect((await sent(channel)).sort(), channel).toEqual(all)
  expect(sorted(mail.subjectsFor(email).filter((subject) => subject.startsWith('Line')))).toEqual(all)
  expect(sorted(slack.posted.map(({ text }) => text))).toEqual(all)
  expect(sorted(far.heard.map(({ body }) => JSON.parse(body).data.line))).toEqual(all)
  // What was in hand at a kill may come twice, and then under the same id; nothing else does.
  const ids = far.heard.map(({ body }) => JSON.parse(body).id as string)
  expect(new Set(ids).size).toBe(titles.length)
  const twice = (arrived: number) => arrived - titles.length
  for (const arrived of [
    ids.length,
    slack.posted.length,
    mail.subjectsFor(email).filter((one) => one.startsWith('Line')).length,
  ])
    expect(twice(arrived)).toBeLessThanOrEqual(2)
})
