import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { csvCell, forecast, paceDue } from './rules.ts'
import { use } from './usage.fixture.ts'

const app = await testApp()
const now = () => app.clock.now()

test('days are listed without gaps, those of the period unless told; a day on which a period ends counts for both', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = `/teams/${ada.teamId}/usage`
  await use(app.platform, ada.teamId, now(), { amount: 3 })
  app.clock.advance(days(2))
  await use(app.platform, ada.teamId, now(), { amount: 4, meter: 'crawls' })
  const { body } = await ada.browser.get(`${team}/days`)
  expect(body).toEqual({
    from: '2027-03-01',
    to: '2027-03-03',
    days: [
      { day: '2027-03-01', crawls: 0, runs: 3 },
      { day: '2027-03-02', crawls: 0, runs: 0 },
      { day: '2027-03-03', crawls: 4, runs: 0 },
    ],
  })
  // The trial ends on the 15th at 9:00: what is used later that day belongs to the next period.
  await use(app.platform, ada.teamId, new Date('2027-03-15T08:59:59.999Z'), { amount: 5 })
  await use(app.platform, ada.teamId, new Date('2027-03-15T09:00:00Z'), { amount: 6 })
  app.clock.set('2027-03-15T10:00:00Z')
  expect((await ada.browser.get(`${team}/days`)).body.days).toEqual([{ day: '2027-03-15', crawls: 0, runs: 6 }])
  const range = (await ada.browser.get(`${team}/days?from=2027-03-14&to=2027-03-15`)).body.days
  expect(range).toEqual([
    { day: '2027-03-14', crawls: 0, runs: 0 },
    { day: '2027-03-15', crawls: 0, runs: 11 },
  ])
})

test('a range must be one: both ends, in order, a year at most', async () => {
  const ada = await app.person('Ada Range')
  const asked = [
    'from=2027-03-01',
    'to=2027-03-01',
    'from=2027-03-02&to=2027-03-01',
    'from=2026-03-01&to=2027-03-02',
    'from=2027-02-29&to=2027-03-01',
    'from=yesterday&to=today',
  ]
  for (const query of asked) {
    for (const path of ['days', 'export']) {
      const { status, body } = await ada.browser.get(`/teams/${ada.teamId}/usage/${path}?${query}`)
      expect([status, body.code], query).toEqual([400, 'invalid'])
    }
  }
})

test('the export is CSV that a spreadsheet cannot take for formulas', async () => {
  const ada = await app.person('Ada Export')
  const at = now()
  await use(app.platform, ada.teamId, at, { amount: 2, projectId: 'prj_1', keyId: 'key_1' })
  await app.sql(
    `INSERT INTO api_keys (team_id, id, name, scopes, ip_list, digest, last_four, created_at)
     VALUES ($1, 'key_1', '=HYPERLINK("evil"),x', '{}', '{}', '\\x00', 'abcd', $2)`,
    [ada.teamId, at],
  )
  await app.sql(
    `INSERT INTO projects (team_id, id, name, base_url, description, created_at) VALUES ($1, 'prj_1', '@shop', 'https://shop.example', '', $2)`,
    [ada.teamId, at],
  )
  expect((await ada.browser.get(`/teams/${ada.teamId}/usage`)).body.byProject[0].name).toBe('@shop')
  const { status, text, headers } = await ada.browser.get(`/teams/${ada.teamId}/usage/export`)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="aegisrunner-usage-[\d-]+\.csv"$/)
  expect(text).toBe(
    `day (UTC),meter,project,project name,key,key name,used\r\n2027-03-15,runs,prj_1,'@shop,key_1,"'=HYPERLINK(""evil""),x",2\r\n`,
  )
})

test('whatever a cell holds, it reads back as it was and begins with no sign of a formula', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', ' ') }),
      (text) => {
        const cell = csvCell(text)
        const plain = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(plain).not.toMatch(/^[=+\-@\t\r\n]/)
        expect([text, `'${text}`]).toContain(plain)
        if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
      },
    ),
  )
})

test('a forecast lies between now and the end of the period, or there is none', () => {
  const period = { startsAt: new Date('2027-03-01T00:00:00Z'), endsAt: new Date('2027-04-01T00:00:00Z') }
  const on = (date: string) => new Date(`2027-03-${date}T00:00:00Z`)
  expect(forecast({ used: 25, limit: 100, period }, on('06'))).toEqual(on('21'))
  expect(forecast({ used: 25, limit: 100, period }, new Date('2027-03-01T23:59:59Z'))).toBeNull()
  expect(forecast({ used: 10, limit: 100, period }, on('11'))).toBeNull()
  expect(forecast({ used: 100, limit: 100, period }, on('11'))).toBeNull()
  expect(forecast({ used: 5, limit: null, period }, on('11'))).toBeNull()
  expect(paceDue({ used: 24, limit: 100, period }, on('03'))).toBe(false)
  expect(paceDue({ used: 25, limit: 100, period }, on('03'))).toBe(true)
  expect(paceDue({ used: 80, limit: 100, period }, on('03'))).toBe(false)
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 0, max: 30 }),
      (used, limit, day) => {
        const at = new Date(period.startsAt.getTime() + days(day))
        const found = forecast({ used, limit, period }, at)
        if (found) expect(found > at && found < period.endsAt).toBe(true)
        else if (day >= 1 && used < limit) expect(used * 31).toBeLessThanOrEqual(limit * day)
      },
    ),
  )
})
