import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { appendAudit } from '#platform/audit.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { LogCheck } from './check-log.ts'
import { sha256 } from './sha256.ts'
import { verifyWithNode } from './signing-key.ts'
import { verifyExport } from './verify-export.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

const log = async (who: Person, query = '', team = who.teamId) =>
  (await who.browser.get(`/teams/${team}/audit${query}`)).body
const actions = ({ items }: { items: { action: string }[] }) => items.map(({ action }) => action)

/** Somebody whose log has entries of several kinds, each a minute after the other. */
async function busyPerson(): Promise<Person> {
  const ada = await app.person('Ada Lovelace')
  app.clock.advance(minutes(1))
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch('/account', { company: 'Engines "Ltd"' }, { ifMatch: body.version })
  app.clock.advance(minutes(1))
  await app.browser().post('/auth/sessions', { email: ada.email, password: 'not-the-password' })
  app.clock.advance(minutes(1))
  await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'CI main' })
  app.clock.advance(minutes(1))
  return ada
}

const appendMany = (teamId: string, count: number, details: Record<string, unknown> = {}) =>
  app.platform.db.transaction(async (tx) => {
    for (let n = 0; n < count; n += 1)
      await appendAudit(tx, {
        action: 'key.used',
        subject: { actor: { kind: 'key', id: newId('key') }, logs: [teamId] },
        client: null,
        now: app.clock.now(),
        details: { n, ...details },
      })
  })

test('the log reads as sentences, newest first, with who, where from and old and new values', async () => {
  const ada = await busyPerson()
  const { items } = await log(ada)
  expect(items.map(({ says }: { says: string }) => says)).toEqual([
    'Read the audit log.',
    'The API key “CI main” was made.',
    'Confirmed who they are with their password.',
    'A sign-in was refused: the password was wrong.',
    'Their profile was changed.',
    'Signed up.',
  ])
  expect(items[4]).toMatchObject({
    actor: { kind: 'user', id: ada.id, name: 'Ada Lovelace', email: ada.email },
    ip: '127.0.0.1',
    device: 'Chrome on Linux',
    changes: [{ field: 'company', from: null, to: 'Engines "Ltd"' }],
  })
  expect(items[3]).toMatchObject({ refused: true, area: 'auth' })
})

test('reading is noted once per reader and hour', async () => {
  const ada = await busyPerson()
  for (let n = 0; n < 3; n += 1) await log(ada)
  const readings = async () => actions(await log(ada, '?area=audit'))
  expect(await readings()).toEqual(['audit.read'])
  app.clock.advance(hours(1))
  expect(await readings()).toEqual(['audit.read', 'audit.read'])
})

test('each filter, and several at once, find what matches and nothing else', async () => {
  const ada = await busyPerson()
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

test('a cursor of another team’s log shows nothing of that log', async () => {
  const [ada, ben] = [await busyPerson(), await busyPerson()]
  const { items } = await log(ben)
  const mine = (await log(ada, `?cursor=${items[0].cursor}`)).items
  expect(mine.some(({ id }: { id: string }) => items.some((other: { id: string }) => other.id === id))).toBe(false)
  expect((await ada.browser.get(`/teams/${ada.teamId}/audit/entries/${items[0].id}`)).status).toBe(404)
})

test('pages neither lose nor repeat an entry while others arrive, though many have one moment', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(ada.teamId, 25)
  await log(ada)
  const all = (await log(ada, '?limit=200')).items.map(({ id }: { id: string }) => id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await log(ada, `?limit=4${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
    app.clock.advance(minutes(1))
    await appendMany(ada.teamId, 2)
  }
  expect(seen).toEqual(all)
  const { body } = await ada.browser.get(
    `/teams/${ada.teamId}/audit/count?since=${(await log(ada, `?limit=1&text=nothing`)).items.length === 0 ? `0-${all[0]}` : ''}`,
  )
  expect(body).toEqual({ count: expect.any(Number), more: false })
})

test('how many entries are newer than one, and how many match', async () => {
  const ada = await app.person('Ada Lovelace')
  const [newest] = (await log(ada)).items
  app.clock.advance(minutes(1))
  await appendMany(ada.teamId, 5)
  const count = async (query: string) => (await ada.browser.get(`/teams/${ada.teamId}/audit/count${query}`)).body
  expect(await count(`?since=${newest.cursor}`)).toEqual({ count: 5, more: false })
  expect(await count(`?since=${newest.cursor}&area=account`)).toEqual({ count: 0, more: false })
  expect(await count('?area=key')).toEqual({ count: 5, more: false })
  await appendMany(ada.teamId, 120)
  expect(await count(`?since=${newest.cursor}`)).toEqual({ count: 100, more: true })
})

test('below Pro the log is written and not shown, one’s own history still is', async () => {
  const ada = await app.person('Ada Lovelace')
  app.clock.advance(days(15))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  for (const path of ['', '/count', '/choices', '/proof', '/export.csv', '/export.ndjson', '/views']) {
    const { status, body } = await ada.browser.get(`/teams/${ada.teamId}/audit${path}`)
    expect([status, body.code], path).toEqual([402, 'plan_without_audit_log'])
  }
  expect((await ada.browser.get('/account/activity')).body.items.length).toBeGreaterThan(0)
  const rows = await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'auth.signed_in'", [ada.teamId])
  expect(rows.length).toBeGreaterThan(0)
})

test('an auditor reads, verifies and exports the log, and nothing else', async () => {
  const [ada, aud] = [await busyPerson(), await app.person('Audrey Auditor')]
  await app.join(aud, ada.teamId, 'auditor')
  const get = async (path: string) => (await aud.browser.get(`/teams/${ada.teamId}${path}`)).status
  for (const path of [
    '/audit',
    '/audit/count',
    '/audit/choices',
    '/audit/proof',
    '/audit/export.csv',
    '/audit/export.ndjson',
    '/audit/views',
  ])
    expect(await get(path), path).toBe(200)
  expect(await get('/keys')).toBe(403)
  for (const path of ['/usage', '/billing', '/projects', '/members']) expect([403, 404]).toContain(await get(path))
  expect((await log(ada, `?user=${aud.id}`)).items.map(({ action }: { action: string }) => action).sort()).toEqual([
    'audit.exported',
    'audit.exported',
    'audit.read',
  ])
})

test('a key that was given audit:read reads the log of its team, and its reading is its own', async () => {
  const ada = await busyPerson()
  const { secret } = await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'Collector' })
  const answer = await app.browser().get('/teams/current/audit', { headers: { authorization: `Bearer ${secret}` } })
  expect(answer.status).toBe(200)
  expect(answer.body.items[0]).toMatchObject({ action: 'audit.read', actor: { kind: 'key', name: 'Collector' } })
})

test('views are kept under a name for the whole team', async () => {
  const ada = await app.person('Ada Lovelace')
  const views = `/teams/${ada.teamId}/audit/views`
  const { body } = await ada.browser.post(views, { name: 'Refused keys', filters: 'area=key&text=refused' })
  expect((await ada.browser.post(views, { name: 'refused KEYS', filters: '' })).body.code).toBe('view_exists')
  expect((await ada.browser.get(views)).body.items).toEqual([body])
  const same = await Promise.all(
    Array.from({ length: 5 }, () => ada.browser.post(views, { name: 'Race', filters: '' })),
  )
  expect(same.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
  expect((await ada.browser.delete(`${views}/${body.id}`)).status).toBe(204)
  expect((await ada.browser.delete(`${views}/${body.id}`)).status).toBe(404)
})

test('one entry comes raw, with a proof that leads to the signed root', async () => {
  const ada = await busyPerson()
  await appendMany(ada.teamId, 1_100)
  await ada.browser.get(`/teams/${ada.teamId}/audit/proof`)
  for (const entry of (await log(ada, '?limit=1')).items.concat((await log(ada, '?area=auth')).items)) {
    const { body } = await ada.browser.get(`/teams/${ada.teamId}/audit/entries/${entry.id}`)
    expect(body.raw).toMatchObject({ log: ada.teamId, id: entry.id, at: entry.at, action: entry.action })
    const { checkpoint, ...sealed } = body.sealed
    const line = { kind: 'entry', entryId: entry.id, entry: body.raw, ...sealed }
    const head = {
      kind: 'aegisrunner.audit.export',
      v: 1,
      log: ada.teamId,
      complete: false,
      checkpoint,
      keys: await publicKeys(),
    }
    expect((await verified([head, line, { kind: 'end' }])).whole).toBe(true)
  }
})

const publicKeys = async () =>
  Object.fromEntries(
    (await app.browser().get('/audit/keys')).body.keys.map((key: { id: string; publicKey: string }) => [
      key.id,
      key.publicKey,
    ]),
  )

let files = 0
async function verified(lines: unknown[] | string, more: string[] = []) {
  const file = join(tmpdir(), `audit-${process.pid}-${++files}.ndjson`)
  await writeFile(file, typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return verifyExport([file, ...more])
}

test('an export is verified offline, and every way of changing the file is found', async () => {
  const ada = await busyPerson()
  await appendMany(ada.teamId, 2_100)
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson`)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const good = await verified(text)
  expect(good.says.join('\n')).toMatch(/^As it was signed: 210\d entries/)
  expect(good.whole).toBe(true)
  const key = (await app.browser().get('/audit/keys')).body.keys[0].publicKey
  expect((await verified(text, ['--key', key])).whole).toBe(true)
  expect((await verified(text, ['--key', '0'.repeat(64)])).whole).toBe(false)

  const spoilt = async (change: (copy: typeof lines) => unknown) => {
    const copy = structuredClone(lines)
    change(copy)
    return (await verified(copy)).says.join('\n')
  }
  expect(await spoilt((all) => (all[5].entry.where = { ip: '198.51.100.1', userAgent: null }))).toMatch(
    /Line 6: entry \d+ .* was changed/,
  )
  expect(await spoilt((all) => (all[5].entry.details = null))).toMatch(/Line 6: entry .* was changed/)
  expect(await spoilt((all) => (all[5].index = 3))).toContain('not where the signed log has it')
  expect(await spoilt((all) => all.splice(5, 1))).toMatch(/Entry \d+ is missing/)
  expect(await spoilt((all) => all.splice(5, 0, all[9]))).toContain('a second time')
  expect(await spoilt((all) => all.pop())).toContain('cut off')
  expect(await spoilt((all) => (all[0].checkpoint.size -= 1))).toContain('signature')
  expect(await spoilt((all) => (all[0].log = 'team_other'))).toContain('another log')
  expect((await verified('not an export\n')).whole).toBe(false)
  expect((await verified('')).says[0]).toContain('not an export')
})

test('an export that broke off goes on where it did, and both parts together are whole', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(ada.teamId, 30)
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson`)
  const part = text.split('\n').slice(0, 12).join('\n')
  const last = JSON.parse(part.split('\n').at(-1) ?? '').entry
  const rest = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson?after=${Date.parse(last.at)}-${last.id}`)
  const whole = await verified(`${part}\n${rest.text}`)
  expect(whole.says.join()).toContain('As it was signed')
  const csv = (await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv`)).text.split('\r\n')
  const csvRest = (
    await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?after=${Date.parse(last.at)}-${last.id}`)
  ).text.split('\r\n')
  expect(csv.slice(-csvRest.length)).toEqual(csvRest)
  expect(csvRest[0]).not.toContain('time,')
})

test('the CSV is RFC 4180, with text that spreadsheets would run behind an apostrophe', async () => {
  const ada = await app.person('Ada Lovelace')
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch(
    '/account',
    { company: '=HYPERLINK("http://evil","x")', jobTitle: 'a, "b"' },
    { ifMatch: body.version },
  )
  const { text, headers } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?area=account`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toMatch(/attachment; filename="aegisrunner-audit-.*\.csv"/)
  const [head, record, rest] = text.split('\r\n')
  expect(head).toMatch(/^time,action,what,user,/)
  expect(record).toContain('"company: (empty) → =HYPERLINK(""http://evil"",""x"")')
  expect(rest).toBe('')
  const exported = (await log(ada, '?area=audit')).items.find(
    ({ action }: { action: string }) => action === 'audit.exported',
  )
  expect(exported).toMatchObject({ action: 'audit.exported', says: 'The audit log was exported as CSV.' })
})

test('whoever has no account checks a log by the public key and checkpoint, which tell nothing but size and hash', async () => {
  const ada = await busyPerson()
  const stranger = app.browser()
  const check = new LogCheck(sha256)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/audit/proof`)
  await check.addCheckpoints(body.checkpoints, await publicKeys(), verifyWithNode)
  for (const item of body.items) check.add(item)
  check.addUnsealed(body.unsealed)
  expect(check.finish()).toMatchObject({ problems: [], entries: body.size })
  const latest = (await stranger.get(`/audit/checkpoints/${ada.teamId}`)).body
  expect(latest).toEqual(body.checkpoints.at(-1))
  const { keys } = (await stranger.get('/audit/keys')).body
  expect(keys[0].pem).toContain('BEGIN PUBLIC KEY')
  expect(createHash('sha256').update(Buffer.from(keys[0].publicKey, 'hex')).digest('hex').slice(0, 16)).toBe(keys[0].id)
  expect((await stranger.get(`/audit/checkpoints/${newId('team')}`)).status).toBe(404)
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
  await appendMany(ada.teamId, 1, { blob: 'y'.repeat(5_000), grüße: 'Straßenbahn' })
  const found = async (text: string) => (await log(ada, `?area=key&text=${encodeURIComponent(text)}`)).items.length
  expect(await found('y'.repeat(200))).toBe(1)
  expect(await found('yyyy')).toBe(1)
  expect(await found('straßenbahn GRÜSSE')).toBe(0)
  expect(await found('STRASSENBAHN')).toBe(0)
  expect(await found('Straßenbahn grüße')).toBe(1)
})
