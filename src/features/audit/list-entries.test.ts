import { beforeEach, expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { actions, appendMany, busyPerson, log } from './audit-log.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('the log reads as sentences, newest first, with who, where from and old and new values', async () => {
  const ada = await busyPerson(app)
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
  const ada = await busyPerson(app)
  for (let n = 0; n < 3; n += 1) await log(ada)
  const readings = async () => actions(await log(ada, '?area=audit'))
  expect(await readings()).toEqual(['audit.read'])
  app.clock.advance(hours(1))
  expect(await readings()).toEqual(['audit.read', 'audit.read'])
})

test('a cursor of another team’s log shows nothing of that log', async () => {
  const [ada, ben] = [await busyPerson(app), await busyPerson(app)]
  const { items } = await log(ben)
  const mine = (await log(ada, `?cursor=${items[0].cursor}`)).items
  expect(mine.some(({ id }: { id: string }) => items.some((other: { id: string }) => other.id === id))).toBe(false)
  expect((await ada.browser.get(`/teams/${ada.teamId}/audit/entries/${items[0].id}`)).status).toBe(404)
})

test('pages neither lose nor repeat an entry while others arrive, though many have one moment', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(app, ada.teamId, 25)
  await log(ada)
  const all = (await log(ada, '?limit=200')).items.map(({ id }: { id: string }) => id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await log(ada, `?limit=4${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
    app.clock.advance(minutes(1))
    await appendMany(app, ada.teamId, 2)
  }
  expect(seen).toEqual(all)
  const { body } = await ada.browser.get(
    `/teams/${ada.teamId}/audit/count?since=${(await log(ada, `?limit=1&text=nothing`)).items.length === 0 ? `0-${all[0]}` : ''}`,
  )
  expect(body).toEqual({ count: expect.any(Number), more: false })
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
  const [ada, aud] = [await busyPerson(app), await app.person('Audrey Auditor')]
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
  const ada = await busyPerson(app)
  const { secret } = await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'Collector' })
  const answer = await app.browser().get('/teams/current/audit', { headers: { authorization: `Bearer ${secret}` } })
  expect(answer.status).toBe(200)
  expect(answer.body.items[0]).toMatchObject({ action: 'audit.read', actor: { kind: 'key', name: 'Collector' } })
})
