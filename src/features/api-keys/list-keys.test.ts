import { expect, test } from 'vitest'
import { days, seconds } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { confirm, flush, makeKey, program } from './key.fixture.ts'

const app = await testApp({ TRUST_PROXY: '1' })
const other = await app.node()
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
const flushBoth = () => Promise.all([flush(app), flush(other)])

test('members see their own keys, owners and admins all; page by page', async () => {
  const ada = await app.person('Ada Lister')
  const cleo = await app.person('Cleo Member')
  await app.join(cleo, ada.teamId, 'member')
  const ids = [await makeKey(ada), await makeKey(ada, { kind: 'service' })].map(({ id }) => id)
  const own = (await makeKey(cleo, { teamId: ada.teamId, scopes: ['team:read'] })).id
  const list = async (who: typeof ada, query = '') =>
    (await who.browser.get(`/teams/${ada.teamId}/keys${query}`)).body as {
      items: { id: string }[]
      nextCursor: string | null
    }
  expect((await list(cleo)).items.map(({ id }) => id)).toEqual([own])
  expect((await list(ada)).items.map(({ id }) => id)).toEqual([own, ...ids.toReversed()])
  const first = await list(ada, '?limit=2')
  expect(first.items).toHaveLength(2)
  expect((await list(ada, `?limit=2&cursor=${first.nextCursor}`)).items.map(({ id }) => id)).toEqual([ids[0]])
  expect((await cleo.browser.get(`/teams/${cleo.teamId}/keys`)).body.items).toEqual([])
})

test('the list shows when, from where, with what and for what a key was used last, and each day of 30', async () => {
  const ada = await app.person('Ada Lovelace')
  const { id, secret } = await makeKey(ada)
  const listed = async () =>
    (await ada.browser.get(`/teams/${ada.teamId}/keys`)).body.items.find((one: { id: string }) => one.id === id)
  await program(app, secret, 'curl/8.5.0').get('/key', from('203.0.113.7'))
  await program(other, secret, 'python-requests/2.32 evil.example').get('/key', from('203.0.113.8'))
  app.clock.advance(seconds(5))
  await program(app, secret, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0').get(
    '/teams/current',
  )
  await flushBoth()
  expect(await listed()).toMatchObject({
    lastUsed: {
      at: app.clock.now().toISOString(),
      ip: '127.0.0.1',
      client: 'Firefox on Linux',
      route: 'GET /api/v1/teams/:team',
    },
    uses30Days: [...Array(29).fill(0), 3],
  })
  app.clock.advance(days(1))
  for (let i = 0; i < 4; i++) await program(app, secret, 'aegisrunner-cli/1.2').get('/nothing', from('2001:db8::1'))
  await flushBoth()
  expect(await listed()).toMatchObject({
    lastUsed: { ip: '2001:db8::1', client: 'aegisrunner-cli/1.2', route: 'none' },
    uses30Days: [...Array(28).fill(0), 3, 4],
    unusedFor90Days: false,
  })
  app.clock.advance(days(90))
  await confirm(ada)
  expect(await listed()).toMatchObject({ unusedFor90Days: true, uses30Days: Array(30).fill(0) })
})

test('a key lists what its owner may see, a team’s own key all; neither shows a secret or its digest', async () => {
  const ada = await app.person('Ada Programs')
  const cleo = await app.person('Cleo Programs')
  await app.join(cleo, ada.teamId, 'member')
  const service = await makeKey(ada, { kind: 'service' })
  const hers = await makeKey(cleo, { teamId: ada.teamId, scopes: ['keys:read'] })
  const list = async (secret: string) => program(app, secret).get('/teams/current/keys')
  const ids = async (secret: string) => (await list(secret)).body.items.map(({ id }: { id: string }) => id)
  expect(await ids(hers.secret)).toEqual([hers.id])
  expect(await ids(service.secret)).toEqual([hers.id, service.id])
  const { items } = (await list(service.secret)).body
  expect(items).toMatchObject([
    { kind: 'personal', owner: { id: cleo.id }, mayChange: true, mayRotate: false },
    { kind: 'service', owner: { id: ada.teamId }, mayChange: true, mayRotate: true },
  ])
  const { text } = await list(service.secret)
  for (const { secret } of [service, hers]) expect(text).not.toContain(secret.split('_')[3])
  expect(text).not.toContain('digest')
})

test('the keys of another team are not found, also from a place in that team’s list; a place is none that was made up', async () => {
  const [ada, zoe] = [await app.person('Ada Here'), await app.person('Zoe There')]
  const mine = await makeKey(ada)
  const theirs = [await makeKey(zoe), await makeKey(zoe)]
  expect((await zoe.browser.get(`/teams/${ada.teamId}/keys`)).status).toBe(404)
  const after = await ada.browser.get(`/teams/${ada.teamId}/keys?cursor=${theirs[1]?.id}`)
  expect(after.body.items.map(({ id }: { id: string }) => id)).toEqual([mine.id])
  for (const query of ['cursor=x', 'cursor=key_', 'limit=0', 'limit=201', 'limit=x'])
    expect((await ada.browser.get(`/teams/${ada.teamId}/keys?${query}`)).status, query).toBe(400)
})
