import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { endTrial, usageLetters, use } from './usage.fixture.ts'

const app = await testApp()
const other = await app.node()
const now = () => app.clock.now()

async function teller(name: string): Promise<{ person: Person; secret: string }> {
  const person = await app.person(name)
  await endTrial(app, person.teamId)
  const { secret } = await makeKey(person, { scopes: ['usage:write', 'usage:read'] })
  await app.sql('DELETE FROM key_windows')
  return { person, secret }
}

const tell = (secret: string, events: unknown[], at: Parameters<typeof program>[0] = app) =>
  program(at, secret).send('POST', '/teams/current/usage/events', { events })
const runs = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `run-${from + i}`, meter: 'runs' }))
const sums = (teamId: string) =>
  app.sql(
    `SELECT (SELECT sum(used)::int FROM usage_counters WHERE team_id = $1) AS counter,
      (SELECT sum(amount)::int FROM usage_events WHERE team_id = $1) AS events,
      (SELECT sum(used)::int FROM usage_by_day WHERE team_id = $1) AS days`,
    [teamId],
  )

test('a batch is counted once, however often and wherever it is sent, and is audited once', async () => {
  const { person, secret } = await teller('Ada Lovelace')
  const events = [...runs(0, 20), { id: 'crawl', meter: 'crawls', amount: 3, projectId: 'prj_a' }]
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => tell(secret, events, i % 2 ? other : app)))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect(answers.map(({ body }) => body.counted).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 21])
  expect(answers.reduce((sum, { body }) => sum + body.repeated, 0)).toBe(7 * 21)
  expect(await sums(person.teamId)).toEqual([{ counter: 23, events: 23, days: 23 }])
  expect(answers[0]?.headers.get('x-aegisrunner-usage')).toMatch(/crawls;used=3;limit=10;.*runs;used=20;limit=50;/)
  const rows = await app.sql('SELECT details, actor_kind FROM audit_log WHERE action = $1 AND log_id = $2', [
    'usage.reported',
    person.teamId,
  ])
  expect(rows).toEqual([{ actor_kind: 'key', details: { events: 21, refused: 0, runs: 20, crawls: 3 } }])
})

test('100 programs, two nodes, reports and runs of our own at once: never one beyond the limit', async () => {
  const { person, secret } = await teller('Ada Parallel')
  await app.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = $1', [person.teamId])
  await Promise.all([
    ...Array.from({ length: 10 }, (_, i) => tell(secret, runs(i * 5, 10), i % 2 ? other : app)),
    ...Array.from({ length: 20 }, (_, i) => use((i % 2 ? other : app).platform, person.teamId, now())),
  ])
  expect(await sums(person.teamId)).toEqual([{ counter: 50, events: 50, days: 50 }])
  expect(await usageLetters(app, person)).toContain('Your limit of 50 test runs is reached')
})

test('what does not fit is refused line by line; when nothing fits the answer is 402 and says what to do', async () => {
  const { person, secret } = await teller('Ada Full')
  const events = [
    { id: 'a', meter: 'runs', amount: 49 },
    { id: 'b', meter: 'runs', amount: 2 },
    { id: 'c', meter: 'runs', amount: 1 },
    { id: 'a', meter: 'runs', amount: 1 },
  ]
  const { body } = await tell(secret, events)
  expect(body).toMatchObject({ counted: 2, repeated: 1, refused: [{ line: 1, id: 'b', code: 'limit_reached' }] })
  const full = await tell(secret, [{ id: 'b', meter: 'runs', amount: 2 }])
  expect([full.status, full.body.code]).toEqual([402, 'limit_reached'])
  expect(full.body).toMatchObject({
    meter: 'runs',
    limit: 50,
    used: 50,
    plan: 'Free',
    resetsAt: '2027-04-01T09:00:00.000Z',
    upgrade: `/settings/billing?team=${person.teamId}`,
    error: expect.stringContaining('50 of the 50 test runs'),
  })
  // The same id is counted once there is room.
  app.clock.advance(days(31))
  expect((await tell(secret, [{ id: 'b', meter: 'runs', amount: 2 }])).body.counted).toBe(1)
  app.clock.advance(-days(31))
})

test('late events count at their own day of the current period; others are refused, each with its reason', async () => {
  const { person, secret } = await teller('Ada Late')
  app.clock.advance(days(5))
  const at = (text: string) => ({ id: text.replaceAll('+', '_'), meter: 'runs', at: text })
  const { body } = await tell(secret, [
    at('2027-03-01T09:00:00Z'),
    at('2027-03-03T00:30:00+02:00'),
    at('2027-03-01T08:59:59.999Z'),
    at('2026-12-01T00:00:00Z'),
    { ...at('2027-03-06T09:04:59Z'), amount: 2 },
    at('2027-03-06T09:05:01Z'),
  ])
  expect([body.counted, body.refused.map(({ line, code }: { line: number; code: string }) => [line, code])]).toEqual([
    3,
    [
      [2, 'outside_period'],
      [3, 'outside_period'],
      [5, 'in_the_future'],
    ],
  ])
  const { body: listed } = await person.browser.get(`/teams/${person.teamId}/usage/days`)
  expect(listed.days.map(({ runs }: { runs: number }) => runs)).toEqual([1, 1, 0, 0, 0, 2])
  app.clock.advance(-days(5))
})

test('nobody can spend, or spare, the id of a run of ours; a key speaks for its projects only', async () => {
  const { person, secret } = await teller('Ada Ids')
  await tell(secret, [{ id: 'run_mine', meter: 'runs' }])
  await use(app.platform, person.teamId, now(), { eventId: 'run_mine' })
  expect(await sums(person.teamId)).toEqual([{ counter: 2, events: 2, days: 2 }])
  await app.sql('UPDATE api_keys SET project_ids = $2 WHERE team_id = $1', [person.teamId, ['prj_a']])
  await app.sql('DELETE FROM key_windows')
  const { body } = await tell(secret, [
    { id: '1', meter: 'runs', projectId: 'prj_a' },
    { id: '2', meter: 'runs', projectId: 'prj_b' },
    { id: '3', meter: 'runs' },
  ])
  expect([body.counted, body.refused.map(({ code }: { code: string }) => code)]).toEqual([
    1,
    ['project_not_allowed', 'project_not_allowed'],
  ])
})

test('bad lines are refused with the field they are in, and nothing of the batch is counted', async () => {
  const { person, secret } = await teller('Ada Bad')
  const good = { id: 'good', meter: 'runs' }
  const bad = [
    { id: '', meter: 'runs' },
    { id: 'x'.repeat(101), meter: 'runs' },
    { id: 'a b', meter: 'runs' },
    { id: 'x', meter: 'projects' },
    { id: 'x', meter: 'runs', amount: 0 },
    { id: 'x', meter: 'runs', amount: -5 },
    { id: 'x', meter: 'runs', amount: 1.5 },
    { id: 'x', meter: 'runs', amount: 1e15 },
    { id: 'x', meter: 'runs', at: 'yesterday' },
    { id: 'x', meter: 'runs', at: '2027-03-01' },
    { id: 'x', meter: 'runs', teamId: 'team_other' },
    { meter: 'runs' },
  ]
  for (const one of bad) {
    await app.sql('DELETE FROM key_windows')
    const { status, body } = await tell(secret, [good, one])
    expect([status, body.code], JSON.stringify(one)).toEqual([400, 'invalid'])
    expect(body.errors[0].field).toMatch(/^events\.1/)
  }
  expect((await tell(secret, [])).status).toBe(400)
  expect((await tell(secret, runs(0, 1_001))).status).toBe(400)
  expect(await sums(person.teamId)).toEqual([{ counter: null, events: null, days: null }])
})

test('a thousand lines at once are counted, and a read-only key may not report', async () => {
  const ada = await app.person('Ada Thousand')
  const { secret } = await makeKey(ada, { scopes: ['usage:write'] })
  const lines = runs(0, 1_000).map((one, i) => ({
    ...one,
    id: `a-rather-long-id-of-another-system-${i}`,
    at: now().toISOString(),
  }))
  expect((await tell(secret, lines)).body.counted).toBe(1_000)
  const reader = await makeKey(ada, { scopes: ['usage:read'] })
  expect((await tell(reader.secret, runs(0, 1))).body.code).toBe('scope_missing')
  app.clock.advance(minutes(1))
})
