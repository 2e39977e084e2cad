import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { hours, minutes, stopwatch } from '#platform/clock.ts'
import { faultyServer, type Treatment } from '#platform/mail/mail-server.fixture.ts'
import { posting } from '#platform/mail/posting.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { deliveriesOf, tell, tick, usageAlert } from './telling.fixture.ts'

const server = await faultyServer()
const broken = await testApp({ SMTP_URL: server.url })
const { drainAgain } = posting(broken)
afterAll(() => server.down())

/** Somebody of the installation whose mail server has faults; the sign-up’s own letter is not what is tested. */
async function somebody(name: string) {
  server.treat = () => 'takes'
  const email = `${name.toLowerCase()}@example.com`
  const browser = broken.browser()
  const password = 'plum-harbour-violet-42'
  await browser.post('/auth/sign-ups', { fullName: name, email, password, timezone: 'UTC' })
  await broken.drain()
  const letter = server.arrived.findLast(({ to }) => [to].flat()[0]?.value[0]?.address === email)
  const token = /\/confirm-sign-up#([\w-]+)/.exec(letter?.text ?? '')?.[1]
  expect((await browser.post('/auth/sign-ups/confirmation', { token })).status).toBe(200)
  const { body } = await browser.get('/account')
  return { id: body.id as string, email, browser, teamId: body.teams[0].id as string }
}

const subjectsOf = (email: string) => server.subjectsFor(email).filter((subject) => subject.startsWith('Alert'))

test('a mail server that is faulty for an hour in every way loses nothing: counts are equal on both sides, in order', async () => {
  const ada = await somebody('Ada')
  // A letter waits behind an earlier one for five tries: so after three faults the server is well for a moment.
  const faults: (Treatment | 'away')[] = [
    'defers recipient',
    'defers letter',
    'refuses sender',
    'drops after data',
    'hangs after data',
    'away',
  ]
  const titles = Array.from({ length: 6 }, (_, i) => `Alert ${i}`)
  const wellAgain = async (waited: string[]) => {
    server.treat = () => 'takes'
    const before = subjectsOf(ada.email).length
    await drainAgain()
    expect(subjectsOf(ada.email).slice(before)).toEqual(waited)
  }
  server.met.length = 0
  for (const [i, title] of titles.entries()) {
    const fault = faults[i] ?? 'away'
    if (fault === 'away') await server.down()
    else server.treat = () => fault
    await tell(broken, usageAlert(ada.teamId, 80, { title }))
    broken.clock.advance(minutes(10))
    await drainAgain()
    if (i === 2) await wellAgain(titles.slice(0, 3))
  }
  await server.up()
  await wellAgain(titles.slice(3))
  expect([...new Set(server.met)]).toEqual(faults.slice(0, 5))
  // What was dropped after the server had it comes twice, under one Message-ID: at least once is what is promised.
  expect([...new Set(subjectsOf(ada.email))]).toEqual(titles)
  expect((await deliveriesOf(broken, ada.teamId, 'email')).map(({ state }) => state)).toEqual(titles.map(() => 'sent'))
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/notifications/deliveries`)
  expect(body.items.map(({ state }: { state: string }) => state)).toEqual(titles.map(() => 'sent'))
}, 90_000)

test('a mail server that is away slows no request: telling costs one row, and what sends letters is as quick as with it', async () => {
  const ada = await somebody('Quick')
  await server.down()
  const quick = stopwatch()
  await tell(broken, ...Array.from({ length: 50 }, () => usageAlert(ada.teamId, 80)))
  expect(quick() / 50).toBeLessThan(100)
  expect(await deliveriesOf(broken, ada.teamId, 'email')).toEqual([])
  // Connecting to it alone would take longer than this, were it done in the request.
  const asking = stopwatch()
  for (let i = 0; i < 10; i++) {
    const answer = await ada.browser.post(`/teams/${ada.teamId}/notifications/tests`, {
      type: 'usage-alerts',
      channel: 'email',
    })
    expect(answer.status).toBe(202)
  }
  expect(asking() / 10).toBeLessThan(500)
  broken.clock.advance(hours(1))
  await tick(broken)
  await server.up()
  await drainAgain()
  const titles = server.subjectsFor(ada.email).filter((subject) => /^(Test|80 %)/.test(subject))
  expect(titles).toHaveLength(60)
})

test('a mail server that takes connections and never says a word slows no request, and its letter waits', async () => {
  const ada = await somebody('Silent')
  await server.down()
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {})))
  silent.listen(Number(new URL(server.url).port), '127.0.0.1')
  await once(silent, 'listening')
  await tell(broken, usageAlert(ada.teamId, 80, { title: 'Alert unheard' }))
  const reached = once(silent, 'connection')
  let given = false
  const sending = broken.drain().then(() => {
    given = true
  })
  await reached
  const asking = stopwatch()
  for (let i = 0; i < 5; i++) expect((await ada.browser.get(`/teams/${ada.teamId}/inbox`)).status).toBe(200)
  expect(asking() / 5).toBeLessThan(500)
  expect(given).toBe(false)
  silent.close()
  for (const socket of sockets) socket.destroy()
  await sending
  const list = `/teams/${ada.teamId}/notifications/deliveries`
  expect((await ada.browser.get(list)).body.items).toMatchObject([{ state: 'waiting' }])
  await server.up()
  await drainAgain()
  expect(subjectsOf(ada.email)).toEqual(['Alert unheard'])
}, 60_000)

test('an address refused for good is marked and told in the page; messages that can wait are not sent there until it is mended', async () => {
  const ben = await somebody('Ben')
  server.treat = (recipient) => (recipient === ben.email ? 'refuses recipient' : 'takes')
  await tell(broken, usageAlert(ben.teamId, 80, { title: 'Alert refused' }))
  await tick(broken)
  const page = async () => (await ben.browser.get(`/teams/${ben.teamId}/notifications/preferences`)).body.address
  expect(await page()).toEqual({ email: ben.email, refused: expect.stringContaining('550 5.1.1 no such user here') })
  const list = async () => (await ben.browser.get(`/teams/${ben.teamId}/notifications/deliveries`)).body.items
  expect(await list()).toMatchObject([{ state: 'failed', says: expect.stringContaining('550') }])
  await tell(broken, usageAlert(ben.teamId, 90, { title: 'Alert spared' }))
  await tick(broken)
  expect((await list())[0]).toMatchObject({ state: 'suppressed', says: expect.stringContaining('refused it for good') })
  const dead = await broken.operator.browser.get('/operate/notifications')
  expect(dead.body.items).toMatchObject([{ teamId: ben.teamId, channel: 'email', state: 'failed' }])
  expect(dead.text).not.toContain('Alert refused')
  const anybodys = async (state: string) =>
    (await broken.operator.browser.get(`/operate/notifications?state=${state}`)).body.items.filter(
      ({ teamId }: { teamId: string }) => teamId === ben.teamId,
    )
  expect(await anybodys('sent')).toEqual([])
  expect((await anybodys('all')).map(({ state }: { state: string }) => state)).toEqual(['suppressed', 'failed'])

  server.treat = () => 'takes'
  expect((await ben.browser.delete('/account/refused-address')).status).toBe(204)
  const again = await broken.operator.browser.post(`/operate/notifications/${dead.body.items[0].id}/retry`)
  expect(again.status).toBe(202)
  await tell(broken, usageAlert(ben.teamId, 100, { title: 'Alert back' }))
  await tick(broken)
  expect(subjectsOf(ben.email).sort()).toEqual(['Alert back', 'Alert refused'])
  expect(await page()).toEqual({ email: ben.email, refused: null })
  expect((await broken.operator.browser.get('/operate/notifications')).body.items).toEqual([])
  expect(await anybodys('sent')).toHaveLength(2)
})
