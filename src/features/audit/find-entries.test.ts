import { beforeEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { actions, appendMany, busyPerson, log } from './audit-log.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('each filter, and several at once, find what matches and nothing else', async () => {
  const ada = await busyPerson(app)
  const start = '2027-01-01T00:00:00Z'
  const all = actions(await log(ada)).length
  const [made] = (await log(ada, '?area=key')).items
  expect(made).toMatchObject({ action: 'key.created', target: { kind: 'key' } })
  expect(actions(await log(ada, `?target=${made.target.id}`))).toEqual(['key.created'])
  expect(actions(await log(ada, `?user=${ada.id}`)).length).toBeGreaterThan(2)
  expect(actions(await log(ada, '?user=system'))).toEqual([])
  expect(actions(await log(ada, '?user=usr_somebody'))).toEqual([])
  expect(actions(await log(ada, '?ip=127.0.0.1'))).toHaveLength(all)
  expect(actions(await log(ada, '?ip=127.0.0.2'))).toEqual([])
  expect(actions(await log(ada, `?from=${start}&area=key&user=${ada.id}&ip=127.0.0.1`))).toEqual(['key.created'])
  expect(actions(await log(ada, `?to=${start}`))).toEqual([])
  expect(actions(await log(ada, '?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z'))).toHaveLength(all)
  expect(actions(await log(ada, '?text=engines'))).toEqual(['account.profile_updated'])
  expect(actions(await log(ada, '?text=ENGINES%20lt'))).toEqual(['account.profile_updated'])
  expect(actions(await log(ada, '?text=engines%20nothing'))).toEqual([])
  expect(actions(await log(ada, '?text=...'))).toEqual([])
  const exact = (await log(ada, `?from=${made.at}&area=key`)).items
  expect(exact).toHaveLength(1)
  expect((await log(ada, `?to=${made.at}&area=key`)).items).toHaveLength(0)
})

test.each([
  'cursor=x',
  'cursor=1-usr_01h2xcejqtf2nbrexx3vqjhp41',
  "cursor=1-aud_'--",
  'limit=0',
  'limit=201',
  'area=../x',
  'area=A',
  'from=yesterday',
  'from=2027-13-01T00:00:00Z',
  'from=0000-01-01T00:00:00Z',
  'to=+99999-01-01T00:00:00Z',
  'text=%20',
  'user=',
  'ip=',
  'user=a&user=b',
  'text[]=x',
  `text=${'x'.repeat(201)}`,
])('refuses %s', async (query) => {
  const ada = await app.person('Ada Lovelace')
  expect((await ada.browser.get(`/teams/${ada.teamId}/audit?${query}`)).status).toBe(400)
})

test.each([
  "text=' OR 1=1 --",
  'text=a:* %26 !b | c',
  'text=%00',
  'text=\\',
  "user='; DROP TABLE audit_log; --",
  'ip=%25',
  'target=*',
  'text=💩‮',
])('a hostile filter is only a filter: %s', async (query) => {
  const ada = await app.person('Ada Lovelace')
  const { status, body } = await ada.browser.get(
    `/teams/${ada.teamId}/audit?${encodeURI(query).replaceAll('%25', '%')}`,
  )
  expect([200, 400, 404]).toContain(status)
  if (status === 200) expect(body.items).toEqual([])
})

test('words are found wherever they stand: frequent ones, rare ones, ones of long ago, page by page, and beside other filters', async () => {
  const ada = await app.person('Ada Lovelace')
  const rows = 12_000
  // The last of all says “needle”, as one of the middle does; every entry says “hay”, every fourth “straw”; all within the same two years.
  await app.sql(
    `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, request_id, details)
     SELECT $1, $2::timestamptz - make_interval(hours => n), 'aud_' || lpad(n::text, 26, '0'), CASE WHEN n % 2 = 0 THEN 'key.used' ELSE 'suite.changed' END, 'user', $3, 'req-' || n,
       jsonb_build_object('says', 'hay' || CASE WHEN n % 4 = 0 THEN ' straw' ELSE '' END || CASE WHEN n IN (6000, $4) THEN ' needle' ELSE '' END)
     FROM generate_series(1, $4::int) n`,
    [ada.teamId, app.clock.now(), ada.id, rows],
  )
  const numbers = async (query: string) =>
    (await log(ada, query)).items.map(({ id }: { id: string }) => Number(id.slice(4)))
  expect(await numbers('?text=needle')).toEqual([6_000, rows])
  expect(await numbers('?text=needle&limit=1')).toEqual([6_000])
  const first = await log(ada, '?text=needle&limit=1')
  expect((await log(ada, `?text=needle&limit=1&cursor=${first.nextCursor}`)).items[0].id).toContain(String(rows))
  expect(await numbers('?text=needle&area=key')).toEqual([6_000, rows])
  expect(await numbers('?text=needle&area=suite')).toEqual([])
  expect(await numbers('?text=needle&area=suite,key')).toEqual([6_000, rows])
  expect(await numbers(`?text=needle&user=${ada.id}`)).toEqual([6_000, rows])
  expect(await numbers('?text=hay&limit=5')).toEqual([1, 2, 3, 4, 5])
  expect(await numbers('?text=hay%20straw&limit=3')).toEqual([4, 8, 12])
  expect(await numbers('?area=project,suite,case&limit=3')).toEqual([1, 3, 5])
  expect(await numbers('?text=nee&limit=200')).toEqual([6_000, rows])
  const seen: number[] = []
  for (let cursor = ''; ; ) {
    const page = await log(ada, `?text=straw&limit=200${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ id }: { id: string }) => Number(id.slice(4))))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(seen).toEqual(Array.from({ length: rows / 4 }, (_, at) => 4 * (at + 1)))
  const count = async (query: string) => (await ada.browser.get(`/teams/${ada.teamId}/audit/count${query}`)).body.count
  expect(await count('?text=needle')).toBe(2)
  expect(await count('?text=straw')).toBe(rows / 4)
  expect(await count('?text=hay&area=suite,key')).toBe(rows)
})

test('a word too long for an index is found by its beginning, and breaks nothing', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(app, ada.teamId, 1, { blob: 'y'.repeat(5_000), grüße: 'Straßenbahn' })
  const found = async (text: string) => (await log(ada, `?area=key&text=${encodeURIComponent(text)}`)).items.length
  expect(await found('y'.repeat(200))).toBe(1)
  expect(await found('yyyy')).toBe(1)
  expect(await found('straßenbahn GRÜSSE')).toBe(0)
  expect(await found('STRASSENBAHN')).toBe(0)
  expect(await found('Straßenbahn grüße')).toBe(1)
})
