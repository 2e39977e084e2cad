import { expect, test } from 'vitest'
import { confirm, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { runDeparture } from './public.ts'
import { makeProject } from './runs.fixture.ts'
import { drainBrowserWork } from './worker.ts'

const app = await testApp()
const { db } = app.platform

const tables = [
  'crawls',
  'crawl_pages',
  'runs',
  'run_cases',
  'pictures',
  'browser_work',
  'browser_turns',
  'runners',
  'runner_jobs',
]

/** How many rows of every table of this slice a team has. */
const rowsOf = async (teamId: string) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [
        table,
        (await app.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE team_id = $1`, [teamId]))[0]?.n,
      ]),
    ),
  )

/** A team with one of everything that this slice keeps; nothing of it was done by a browser. */
async function teamWithResults(name: string) {
  const person = await app.person(name)
  const { teamId } = person
  const projectId = await makeProject(app, person, 'http://127.0.0.1:9/')
  const crawl = await person.browser.post(`/teams/${teamId}/crawls`, { projectId })
  const { secret } = await makeKey(person, { scopes: ['projects:read', 'runs:read', 'runs:write'] })
  const ci = program(app, secret)
  const report = '<testsuite name="Checkout"><testcase name="pays"/></testsuite>'
  const headers = { 'content-type': 'application/xml' }
  const run = await ci.send('POST', '/reports/junit', Buffer.from(report), { headers })
  await ci.send('POST', '/runner/heartbeat', { runnerId: 'runner-1', hostname: 'build.local' })
  await ci.send('POST', '/runner/enqueue', { url: 'http://intranet.local/' })
  const now = app.clock.now()
  await app.sql("INSERT INTO crawl_pages VALUES ($1, $2, 0, 'http://127.0.0.1:9/', 0, 'ok', 200, 'Home', '{}', NULL)", [
    teamId,
    crawl.body.id,
  ])
  await app.sql("INSERT INTO pictures VALUES ($1, 'pic_1', $2, 'png', $3)", [teamId, projectId, now])
  await app.sql("INSERT INTO browser_turns VALUES ($1, nextval('browser_turn'))", [teamId])
  const asked = { kind: 'user', id: person.id, name: person.fullName }
  await app.sql('UPDATE runs SET asked_by = $2 WHERE team_id = $1', [teamId, JSON.stringify(asked)])
  return { person, teamId, projectId, crawlId: crawl.body.id as string, runId: run.body.id as string }
}

test('what somebody asked for is in their data; erasing takes their name off it and leaves the results, and may run twice', async () => {
  const ada = await teamWithResults('Ada Lovelace')
  const zoe = await teamWithResults('Zoe Other')
  const before = await rowsOf(ada.teamId)
  const [file] = (await runDeparture.export?.(db, app.platform, ada.person.id)) ?? []
  expect(file?.content).toMatchObject([
    { kind: 'crawl', id: ada.crawlId, teamId: ada.teamId, projectId: ada.projectId, state: 'queued' },
    { kind: 'run', id: ada.runId, teamId: ada.teamId, projectId: ada.projectId, state: 'completed' },
  ])
  const who = { user: { id: ada.person.id } } as Parameters<NonNullable<typeof runDeparture.belongings>>[1]
  expect(await runDeparture.belongings?.(db, who, app.clock.now())).toMatchObject([{ count: 2, stays: true }])
  for (let times = 0; times < 2; times++)
    await db.transaction(async (tx) => runDeparture.erase?.(tx, app.platform, ada.person.id, app.clock.now()))
  expect(await rowsOf(ada.teamId)).toEqual(before)
  const stored = await app.sql('SELECT asked_by::text FROM crawls UNION ALL SELECT asked_by::text FROM runs')
  expect(JSON.stringify(stored)).not.toContain('Ada Lovelace')
  expect(JSON.stringify(stored)).not.toContain(ada.person.id)
  const { body } = await ada.person.browser.get(`/teams/${ada.teamId}/crawls/${ada.crawlId}`)
  expect(body.askedBy).toMatchObject({ kind: 'user', name: 'Former member' })
  expect((await zoe.person.browser.get(`/teams/${zoe.teamId}/runs/${zoe.runId}`)).body.askedBy.name).toBe('Zoe Other')
  expect((await runDeparture.export?.(db, app.platform, ada.person.id))?.[0]?.content).toEqual([])
  await app.sql('DELETE FROM browser_work WHERE team_id = ANY($1)', [[ada.teamId, zoe.teamId]])
})

test('a team that is deleted takes its results and its place in the queue along, and no other team’s', async () => {
  const ben = await teamWithResults('Ben Leaves')
  const eve = await teamWithResults('Eve Stays')
  const all = Object.fromEntries(tables.map((table) => [table, expect.any(Number)]))
  expect(await rowsOf(ben.teamId)).toEqual(all)
  expect(Object.values(await rowsOf(ben.teamId))).not.toContain(0)
  const kept = await rowsOf(eve.teamId)
  await ben.person.browser.post('/teams', { name: 'Another' })
  await confirm(ben.person)
  const { body: team } = await ben.person.browser.get(`/teams/${ben.teamId}`)
  const answer = await ben.person.browser.post(`/teams/${ben.teamId}/deletion`, { name: team.name })
  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(new Set(Object.values(await rowsOf(ben.teamId)))).toEqual(new Set([0]))
  expect(await rowsOf(eve.teamId)).toEqual(kept)
  await app.sql('DELETE FROM browser_work WHERE team_id = $1', [eve.teamId])
})

test('work whose project was deleted leaves the queue, and with it its place in the plan', async () => {
  const kim = await teamWithResults('Kim Deletes')
  await app.sql("INSERT INTO browser_work VALUES ($1, $2, 'run', $3)", [kim.teamId, kim.runId, app.clock.now()])
  await app.sql('DELETE FROM projects WHERE id = $1', [kim.projectId])
  await drainBrowserWork(app.platform)
  expect(await rowsOf(kim.teamId)).toMatchObject({ browser_work: 0, crawls: 0, runs: 0 })
})
