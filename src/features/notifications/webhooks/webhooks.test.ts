import { createHmac } from 'node:crypto'
import { afterAll, afterEach, expect, test } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { deliveriesOf, failedRun, tell, tick, usageAlert } from '../telling.fixture.ts'
import { program } from './program.fixture.ts'

const far = await program()
const app = await testApp()
const closed = await testApp({ AEGIS_ALLOW_PRIVATE_TARGETS: 'off' })
afterAll(() => far.close())
afterEach(() => {
  far.status = 200
  far.heard.length = 0
})

const signature = (secret: string, body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

async function hooked(
  name: string,
  types: string[] = [],
): Promise<{ ada: Person; id: string; secret: string; path: string }> {
  const ada = await app.person(name)
  const { status, body } = await ada.browser.post(`/teams/${ada.teamId}/webhooks`, { url: far.url, types })
  expect(status, JSON.stringify(body)).toBe(201)
  return { ada, id: body.id, secret: body.secret, path: `/teams/${ada.teamId}/webhooks/${body.id}` }
}

test('a program is told with a signature over the very bytes, of the types it asked for', async () => {
  const { ada, secret } = await hooked('Ada Hooks', ['test-failures'])
  await tell(app, failedRun(ada.teamId), usageAlert(ada.teamId, 80))
  await app.drain()
  expect(far.heard).toHaveLength(1)
  const [heard] = far.heard
  expect(heard?.headers['x-aegisrunner-signature']).toBe(signature(secret, heard?.body ?? ''))
  expect(heard?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(heard?.body ?? '')).toEqual({
    id: expect.stringMatching(/^ntf_/),
    type: 'test-failures',
    event: 'run.failed',
    createdAt: app.clock.now().toISOString(),
    teamId: ada.teamId,
    projectId: null,
    title: '2 of 12 tests failed: Shop',
    data: { runId: 'run_1', failedCases: 2 },
  })
})

test('it is tried for a day, ever more slowly; then it is given up, and can be told once more', async () => {
  const { ada, path } = await hooked('Ada Retries')
  far.status = 500
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  const start = app.clock.now().getTime()
  let givenUpAfter = 0
  for (let i = 0; i < 200 && !givenUpAfter; i++) {
    app.clock.advance(minutes(15))
    await tick(app)
    const [row] = await deliveriesOf(app, ada.teamId, 'webhook')
    if (row?.state === 'failed') givenUpAfter = app.clock.now().getTime() - start
  }
  expect(givenUpAfter).toBeGreaterThanOrEqual(days(1) - hours(1))
  expect(givenUpAfter).toBeLessThan(days(1) + hours(2))
  expect(far.heard).toHaveLength(12)
  const log = await ada.browser.get(`${path}/deliveries`)
  expect(log.body.items[0]).toMatchObject({ state: 'failed', nextAt: null })
  expect(log.body.items[0].attempts).toHaveLength(12)
  expect(log.body.items[0].attempts[0]).toMatchObject({ outcome: 'later', status: 500, says: '500' })
  expect(log.text).not.toContain('secret words of the program') // V123
  far.status = 204
  const again = `${path}/deliveries/${log.body.items[0].id}/replay`
  expect((await ada.browser.post(again)).status).toBe(202)
  await app.drain()
  expect(far.heard).toHaveLength(13)
  expect((await ada.browser.post(again)).status).toBe(202)
  await app.drain()
  expect(new Set(far.heard.map(({ body }) => JSON.parse(body).id)).size).toBe(1)
  expect((await ada.browser.get(`${path}/deliveries`)).body.items[0]).toMatchObject({ state: 'sent' })
}, 60_000)

test('410 is given up at once; a redirect is not followed', async () => {
  const { ada } = await hooked('Ada Gone')
  far.status = 410
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  expect(await deliveriesOf(app, ada.teamId, 'webhook')).toMatchObject([{ state: 'failed', attempts: 1 }])
  far.status = 302
  far.headers = { location: `${far.url}/elsewhere` }
  await tell(app, usageAlert(ada.teamId, 90))
  await app.drain()
  far.headers = {}
  expect(far.heard).toHaveLength(2)
  expect((await deliveriesOf(app, ada.teamId, 'webhook')).at(-1)).toMatchObject({ state: 'waiting', says: '302' })
})

test('after a rotation both secrets sign for a day; then only the new one', async () => {
  const { ada, secret, path } = await hooked('Ada Rotates')
  const { body } = await ada.browser.post(`${path}/secret`)
  expect(body.secret).not.toBe(secret)
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  const [both] = far.heard
  expect(both?.headers['x-aegisrunner-signature']).toBe(signature(body.secret, both?.body ?? ''))
  expect(both?.headers['x-aegisrunner-signature-previous']).toBe(signature(secret, both?.body ?? ''))
  app.clock.advance(days(1))
  await tell(app, usageAlert(ada.teamId, 90))
  await app.drain()
  expect(far.heard[1]?.headers['x-aegisrunner-signature-previous']).toBeUndefined()
})

test('paused it hears nothing; a test says whether it listens; removed it is gone', async () => {
  const { ada, path } = await hooked('Ada Pauses')
  expect((await ada.browser.patch(path, { paused: true })).body.paused).toBe(true)
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  expect(far.heard).toHaveLength(0)
  await ada.browser.patch(path, { paused: false, types: ['team'] })
  expect((await ada.browser.post(`${path}/tests`)).status).toBe(202)
  await app.drain()
  expect(JSON.parse(far.heard[0]?.body ?? '{}')).toMatchObject({ event: 'notification.test', data: { test: true } })
  expect((await ada.browser.delete(path)).status).toBe(204)
  expect((await ada.browser.delete(path)).status).toBe(404)
  expect((await ada.browser.get(`/teams/${ada.teamId}/webhooks`)).body.items).toEqual([])
})

test('V120: addresses inside are refused at save and at every delivery', async () => {
  const ada = await closed.person('Ada Inside')
  for (const url of [
    'http://127.0.0.1:1/x',
    'https://169.254.169.254/latest',
    'https://[::1]/',
    'ftp://example.com/',
    'x',
  ]) {
    const { status, body } = await ada.browser.post(`/teams/${ada.teamId}/webhooks`, { url })
    expect([status, body.code], url).toEqual([400, 'address_not_allowed'])
  }
  const { platform } = closed
  const seal = (text: string) => platform.sealer.seal(text, 'webhook:whk_inside')
  await closed.sql('INSERT INTO outgoing_webhooks (team_id, id, url, secret, created_at) VALUES ($1, $2, $3, $4, $5)', [
    ada.teamId,
    'whk_inside',
    seal(far.url),
    seal('s'),
    closed.clock.now(),
  ])
  await tell(closed, usageAlert(ada.teamId, 80))
  await closed.drain()
  expect(far.heard).toHaveLength(0)
  expect(await deliveriesOf(closed, ada.teamId, 'webhook')).toMatchObject([{ says: 'this address may not be reached' }])
})

test('a team has at most 20, however many are made at once; another team’s is not found; secrets are sealed', async () => {
  const { ada, secret, path } = await hooked('Ada Many')
  const made = await Promise.all(
    Array.from({ length: 25 }, () =>
      ada.browser.post(`/teams/${ada.teamId}/webhooks`, { url: far.url, types: ['team'] }),
    ),
  )
  expect(made.filter(({ status }) => status === 201)).toHaveLength(19)
  const zoe = await app.person('Zoe Other')
  const id = path.split('/').at(-1)
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/webhooks/${id}/deliveries`)).status).toBe(404)
  const rows = JSON.stringify(await app.sql('SELECT * FROM outgoing_webhooks'))
  expect(`${rows}${app.logged()}`).not.toContain(secret)
  expect(rows).not.toContain(far.url)
})
