import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import type { Departure } from '#access/departure.ts'
import { departures } from '#app/lifecycle.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { fullLife } from '#tests/full-life.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { buildExport } from './build-export.job.ts'
import { accountTimetable } from './routes.ts'

const app = await testApp()
const latest = async ({ browser }: Person) => (await browser.get('/account/exports')).body.latest
const archive = async ({ browser }: Person, id: string) => {
  const response = await fetch(`${app.address}/api/v1/account/exports/${id}/archive`, {
    headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
const entriesOf = async (bytes: Buffer) => {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry())
    found[entry.fileName] = (await buffer(await zip.openReadStreamPromise(entry))).toString()
  return found
}
const sweep = () =>
  accountTimetable(departures)
    .find(({ name }) => name === 'account.sweep_exports')
    ?.run(app.platform, app.clock.now())

test('everything every slice holds, and no secret; the archive is sealed where it is kept', async () => {
  const who = await fullLife(app)
  const copy = await latest(who)
  expect(copy).toMatchObject({ state: 'ready', progress: 1, bytes: expect.any(Number) })
  const { status, headers, bytes } = await archive(who, copy.id)
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    'application/zip',
    expect.stringContaining('no-store'),
  ])
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="aegisrunner-data-2027-\d\d-\d\d\.zip"$/)
  const entries = await entriesOf(bytes)
  const all = Object.values(entries).join('\n')
  for (const word of who.words) expect(all, word).toContain(word)
  expect(all).not.toContain('$argon2')
  const hashes = await app.sql<{ text: string }>(
    `SELECT encode(token_digest, 'hex') AS text FROM sessions WHERE user_id = $1
     UNION ALL SELECT secret FROM authenticators WHERE user_id = $1 UNION ALL SELECT hash FROM backup_codes WHERE user_id = $1`,
    [who.id],
  )
  for (const { text } of hashes) expect(all).not.toContain(text)
  const [piece] = await app.sql<{ sealed: string }>('SELECT sealed FROM account_export_pieces WHERE export_id = $1', [
    copy.id,
  ])
  expect(piece?.sealed).toMatch(/^v1:/)
  const acts = await app.sql<{ action: string }>(
    "SELECT action FROM audit_log WHERE log_id = $1 AND action LIKE 'account.export%' ORDER BY at, id",
    [who.id],
  )
  expect(acts.map(({ action }) => action)).toEqual(['account.export_requested', 'account.export_downloaded'])
})

test('one at a time: two tabs that ask at once get one copy; a new one takes the place of the old', async () => {
  const who = await app.person('Tia Tabs')
  const answers = await Promise.all([1, 2, 3].map(() => who.browser.fork().post('/account/exports')))
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
  const first = answers.find(({ status }) => status === 202)?.body
  expect(first).toMatchObject({ state: 'building', progress: 0 })
  expect((await archive(who, first.id)).status).toBe(409)
  await app.drain()
  expect((await who.browser.post('/account/exports')).status).toBe(202)
  await app.drain()
  expect((await latest(who)).id).not.toBe(first.id)
  expect((await archive(who, first.id)).status).toBe(404)
})

test('it is there for 7 days, behind a fresh proof, and for its owner alone', async () => {
  const [who, other] = [await app.person('Sven Seven'), await app.person('Nina Nosy')]
  await who.browser.post('/account/exports')
  expect((await app.mail(who.email)).at(-1)?.subject).toBe('Your data is ready to download')
  const { id } = await latest(who)
  expect((await archive(other, id)).status).toBe(404)
  app.clock.advance(minutes(11))
  expect((await archive(who, id)).status).toBe(403)
  app.clock.advance(days(7))
  await who.browser.post('/auth/confirmation', { password: who.password })
  expect((await archive(who, id)).status).toBe(410)
  expect(await latest(who)).toBeNull()
  await sweep()
  expect(await app.sql('SELECT 1 FROM account_exports WHERE id = $1', [id])).toEqual([])
  expect(await app.sql('SELECT 1 FROM account_export_pieces WHERE export_id = $1', [id])).toEqual([])
})

test('a slice that cannot answer fails the copy after its last try, and another can be asked for', async () => {
  const who = await app.person('Fay Failed')
  const { body } = await who.browser.post('/account/exports')
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1", [body.id])
  const broken: Departure = {
    slice: 'broken',
    export: async () => {
      throw new Error('not now')
    },
  }
  const running = { payload: { id: body.id }, platform: app.platform, now: app.clock.now(), log: app.platform.log }
  const { run } = buildExport([...departures, broken])
  await expect(run({ ...running, attempt: 1, attempts: 3 })).rejects.toThrow('not now')
  expect(await latest(who)).toMatchObject({ state: 'building' })
  await expect(run({ ...running, attempt: 3, attempts: 3 })).rejects.toThrow('not now')
  expect(await latest(who)).toMatchObject({ state: 'failed' })
  expect((await who.browser.post('/account/exports')).status).toBe(202)
})

test('a copy whose worker died is given up after an hour', async () => {
  const who = await app.person('Dee Dead')
  const { body } = await who.browser.post('/account/exports')
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1", [body.id])
  app.clock.advance(hours(1) + minutes(1))
  await sweep()
  await who.browser.post('/auth/confirmation', { password: who.password })
  expect(await latest(who)).toMatchObject({ state: 'failed' })
  expect((await who.browser.post('/account/exports')).status).toBe(202)
})

test('names that lead elsewhere, or come twice, stay inside the archive', async () => {
  const who = await app.person('Nora Names')
  const { body } = await who.browser.post('/account/exports')
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1", [body.id])
  async function* rows() {
    yield { one: 1 }
    yield { two: '</script>' }
  }
  const odd: Departure = {
    slice: 'odd',
    export: async () => [
      { name: '../../etc/passwd', says: 'Out <b>of</b> it.', content: {} },
      { name: 'rows.json', says: 'Rows.', content: rows() },
      { name: 'rows.json', says: 'Rows again.', content: [] },
      { name: 'index.html', says: 'Not the index.', content: {} },
    ],
  }
  const running = { payload: { id: body.id }, platform: app.platform, now: app.clock.now(), log: app.platform.log }
  await buildExport([odd]).run({ ...running, attempt: 1, attempts: 3 })
  const entries = await entriesOf((await archive(who, body.id)).bytes)
  expect(Object.keys(entries)).toEqual(['index.html', '-..-etc-passwd', 'rows.json', '3-rows.json', '4-index.html'])
  expect(JSON.parse(entries['rows.json'] ?? '')).toEqual([{ one: 1 }, { two: '</script>' }])
  expect(entries['index.html']).toContain('Out &lt;b&gt;of&lt;/b&gt; it.')
})
