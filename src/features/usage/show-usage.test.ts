import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { catalogues } from '#access/plan-catalogue.ts'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { noteStanding, usageMeters } from './public.ts'
import { endTrial, use } from './usage.fixture.ts'

const app = await testApp()
const selfHosted = await testApp({ AEGIS_PLANS: 'selfhosted' })
const now = () => app.clock.now()

const folder = await mkdtemp(join(tmpdir(), 'aegis-usage-plans-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const [pro] = catalogues.standard?.plans.slice(2) ?? []
const tiny = { ...pro, id: 'tiny', name: 'Tiny', runsPerPeriod: 3, crawlsPerPeriod: 0 }
await writeFile(join(folder, 'plans.json'), JSON.stringify({ basic: 'tiny', trial: 'tiny', plans: [tiny] }))
const own = await testApp({ AEGIS_PLANS: join(folder, 'plans.json') })

test('the page is told every meter with count, limit, percent and when it begins anew, and what projects and keys used', async () => {
  const ada = await app.person('Ada Lovelace')
  const { id: keyId, secret } = await makeKey(ada, { name: 'CI main', scopes: ['usage:read'] })
  await app.platform.db.transaction((tx) => noteStanding(tx, app.platform, ada.teamId, 'projects', 4, now()))
  await use(app.platform, ada.teamId, now(), { amount: 620, projectId: 'prj_shop', keyId })
  await use(app.platform, ada.teamId, now(), { amount: 5, projectId: 'prj_blog' })
  await use(app.platform, ada.teamId, now(), { meter: 'crawls', amount: 25, projectId: 'prj_shop' })
  await use(app.platform, ada.teamId, now(), { meter: 'crawls', amount: 1, keyId: 'key_revoked' })
  const resetsAt = new Date(now().getTime() + days(14)).toISOString()
  const answer = await ada.browser.get(`/teams/${ada.teamId}/usage`)
  expect(answer.body).toEqual({
    plan: { id: 'pro', name: 'Pro', trial: true },
    period: { startsAt: now().toISOString(), endsAt: resetsAt },
    meters: [
      { meter: 'projects', used: 4, limit: 10, percent: 40, resetsAt: null, limitAt: null },
      { meter: 'crawls', used: 26, limit: 250, percent: 10, resetsAt, limitAt: null },
      { meter: 'runs', used: 625, limit: 2_500, percent: 25, resetsAt, limitAt: null },
      { meter: 'members', used: 1, limit: 5, percent: 20, resetsAt: null, limitAt: null },
    ],
    byProject: [
      { id: 'prj_shop', name: null, crawls: 25, runs: 620 },
      { id: 'prj_blog', name: null, crawls: 0, runs: 5 },
      { id: null, name: null, crawls: 1, runs: 0 },
    ],
    byKey: [
      { id: keyId, name: 'CI main', crawls: 0, runs: 620 },
      { id: null, name: null, crawls: 25, runs: 5 },
      { id: 'key_revoked', name: null, crawls: 1, runs: 0 },
    ],
    alerts: [],
    mayManage: true,
  })
  // A key reads the very same, and the numbers stand in a header as well.
  const byKey = await program(app, secret).get('/teams/current/usage')
  expect(byKey.body.meters).toEqual(answer.body.meters)
  const seconds = Date.parse(resetsAt) / 1000
  expect(byKey.headers.get('x-aegisrunner-usage')).toBe(
    `projects;used=4;limit=10, crawls;used=26;limit=250;resets=${seconds}, runs;used=625;limit=2500;resets=${seconds}, members;used=1;limit=5`,
  )
  app.clock.advance(days(3))
  const later = await ada.browser.get(`/teams/${ada.teamId}/usage`)
  expect(later.body.meters[2].limitAt).toBe('2027-03-13T09:00:00.000Z')
})

test('who may not see usage does not, and a key limited to projects sees the shares of those only', async () => {
  const ada = await app.person('Ada Limited')
  await use(app.platform, ada.teamId, now(), { amount: 7, projectId: 'prj_a' })
  await use(app.platform, ada.teamId, now(), { amount: 9, projectId: 'prj_b' })
  const { id, secret } = await makeKey(ada, { scopes: ['usage:read'] })
  await app.sql('UPDATE api_keys SET project_ids = $2 WHERE id = $1', [id, ['prj_b']])
  const { body } = await program(app, secret).get('/teams/current/usage')
  expect(body.byProject).toEqual([{ id: 'prj_b', name: null, crawls: 0, runs: 9 }])
  expect(body.meters[2].used).toBe(16)
  const listed = await program(app, secret).get('/teams/current/usage/days')
  expect(listed.body.days.at(-1).runs).toBe(9)
  expect((await program(app, secret).get('/teams/current/usage/export')).text).not.toContain('prj_a')
  const zoe = await app.person('Zoe Elsewhere')
  expect((await zoe.browser.get(`/teams/${ada.teamId}/usage`)).status).toBe(404)
  await app.join(zoe, ada.teamId, 'member')
  expect((await zoe.browser.get(`/teams/${ada.teamId}/usage`)).body.code).toBe('forbidden')
})

test('self-hosted: everything is counted, nothing is limited, nobody is alerted', async () => {
  const ada = await selfHosted.person('Ada Unlimited')
  const at = selfHosted.clock.now()
  for (let i = 0; i < 3; i++) expect(await use(selfHosted.platform, ada.teamId, at, { amount: 1_000_000 })).toBeNull()
  const { body, headers } = await ada.browser.get(`/teams/${ada.teamId}/usage`)
  expect(body.plan).toEqual({ id: 'selfhosted', name: 'Self-hosted', trial: false })
  expect(body.period.endsAt).toBe('2027-04-01T09:00:00.000Z')
  expect(body.meters[2]).toMatchObject({ used: 3_000_000, limit: null, percent: null, limitAt: null })
  expect(headers.get('x-aegisrunner-usage')).toMatch(/^projects;used=0, crawls;used=0;resets=\d+, runs;used=3000000;/)
  expect(await selfHosted.sql('SELECT 1 FROM usage_alerts')).toEqual([])
})

test('an operator’s own catalogue is what limits follow from, also a limit of none at all', async () => {
  const ada = await own.person('Ada Tiny')
  const at = own.clock.now()
  expect(await use(own.platform, ada.teamId, at, { meter: 'crawls' })).toMatchObject({
    limit: 0,
    used: 0,
    plan: 'Tiny',
  })
  for (let i = 0; i < 3; i++) expect(await use(own.platform, ada.teamId, at)).toBeNull()
  expect(await use(own.platform, ada.teamId, at)).toMatchObject({ limit: 3, used: 3 })
  const [, crawls, runs] = await usageMeters(own.platform.db, own.config, ada.teamId, at)
  expect([crawls?.percent, runs?.percent]).toEqual([0, 100])
})

test('a limit that fell below what is used shows more than 100 percent, and nothing is taken away', async () => {
  const ada = await app.person('Ada Over')
  await app.platform.db.transaction((tx) => noteStanding(tx, app.platform, ada.teamId, 'projects', 3, now()))
  await endTrial(app, ada.teamId)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/usage`)
  expect(body.meters[0]).toMatchObject({ used: 3, limit: 1, percent: 300 })
})
