import { expect, test } from 'vitest'
import type { Departure } from '#access/departure.ts'
import { days, minutes } from '#platform/clock.ts'
import { fullLife } from '#tests/full-life.ts'
import { testApp } from '#tests/harness.ts'
import { entriesOf, exportsIn } from './export.fixture.ts'

const app = await testApp()
const { latest, archive, byHand, sweep } = exportsIn(app)

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

test('names that lead elsewhere, or come twice, stay inside the archive', async () => {
  const who = await app.person('Nora Names')
  const { id, build } = await byHand(who)
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
  await build([odd])
  const entries = await entriesOf((await archive(who, id)).bytes)
  expect(Object.keys(entries)).toEqual(['index.html', '-..-etc-passwd', 'rows.json', '3-rows.json', '4-index.html'])
  expect(JSON.parse(entries['rows.json'] ?? '')).toEqual([{ one: 1 }, { two: '</script>' }])
  expect(entries['index.html']).toContain('Out &lt;b&gt;of&lt;/b&gt; it.')
})
