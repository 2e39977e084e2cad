import { expect, onTestFinished, test } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'
import { inboxStreamLasts } from './inbox-events.ts'
import { failedRun, tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()

/** A page that follows an inbox on this node as a browser does: it comes back whenever the stream ends, until it is refused. */
function follow({ browser, teamId }: Pick<Person, 'browser' | 'teamId'>, address = app.address) {
  const closed = new AbortController()
  onTestFinished(() => closed.abort())
  const page = { status: 0, counts: [] as number[], ends: 0 }
  const stream = async () => {
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    const url = `${address}/api/v1/teams/${teamId}/inbox/events`
    const answer = await fetch(url, { headers: { cookie }, signal: closed.signal })
    page.status = answer.status
    if (answer.status !== 200) return
    let text = ''
    const decoder = new TextDecoder()
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      const lines = (text + decoder.decode(part, { stream: true })).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) page.counts.push(JSON.parse(line.slice(6)).unread)
    }
    page.ends += 1
    await stream()
  }
  stream().catch(() => {}) // closed by the end of the test
  return page
}

const told = (page: { counts: number[] }) => expect.poll(() => page.counts.at(-1), { timeout: 10_000 })
const refused = (page: { status: number }) => expect.poll(() => page.status, { timeout: 10_000 })

test('two open pages on two nodes hear of each new line, and of what was read in the other', async () => {
  const ada = await app.person('Ada Follows')
  const other = await app.node()
  const first = follow(ada)
  const second = follow(ada, other.address)
  await told(first).toBe(0)
  await told(second).toBe(0)
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  await told(first).toBe(1)
  await told(second).toBe(1)
  await ada.browser.post(`/teams/${ada.teamId}/inbox/read`, { ids: null })
  await told(first).toBe(0)
  await told(second).toBe(0)
})

test('each hears of their own team and their own reading only, and a burst is few events', async () => {
  const ada = await app.person('Ada Apart')
  const ben = await app.person('Ben Apart')
  const zoe = await app.person('Zoe Elsewhere')
  await app.join(ben, ada.teamId, 'admin')
  const adas = follow(ada)
  const bens = follow({ ...ben, teamId: ada.teamId })
  const zoes = follow(zoe)
  await told(zoes).toBe(0)
  await tell(app, ...Array.from({ length: 30 }, (_, i) => usageAlert(ada.teamId, 80, { title: `Line ${i}` })))
  await tick(app)
  await told(adas).toBe(30)
  await told(bens).toBe(30)
  expect(adas.counts.length).toBeLessThan(30)
  await ben.browser.post(`/teams/${ada.teamId}/inbox/read`, { ids: null })
  await told(bens).toBe(0)
  expect(adas.counts.at(-1)).toBe(30)
  expect(new Set(zoes.counts)).toEqual(new Set([0]))
})

test('a stream ends with the session, with the membership, and by itself; who may not look is not let in again', async () => {
  const ada = await app.person('Ada Ends')
  const ben = await app.person('Ben Ends')
  await app.join(ben, ada.teamId, 'member')
  const seen = { ...ben, teamId: ada.teamId }
  const bens = follow(seen)
  const adas = follow(ada)
  await told(bens).toBe(0)
  expect((await ada.browser.delete(`/teams/${ada.teamId}/members/${ben.id}`)).status).toBeLessThan(300)
  await refused(bens).toBe(404)
  await tell(app, failedRun(ada.teamId))
  await app.drain()
  await told(adas).toBe(1)
  expect(bens.counts).not.toContain(1)

  const other = ada.browser.fork()
  await other.delete('/auth/sessions/current')
  await refused(adas).toBe(401)

  const cleo = await app.person('Cleo Stays')
  const cleos = follow(cleo)
  await told(cleos).toBe(0)
  app.clock.advance(inboxStreamLasts)
  await tell(app, usageAlert(cleo.teamId, 80))
  await app.drain()
  await told(cleos).toBe(1)
  expect(cleos.ends).toBeGreaterThan(0)
})
