import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'
import { addStream, collector, deliver, shownStreams, streams } from './streams.fixture.ts'

const app = await testApp()

test('shows each place with how far it has got, oldest first, without secrets and without those of other teams', async () => {
  const [ada, zoe, there] = [await app.person('Ada Lovelace'), await app.person('Zoe Other'), await collector()]
  expect(await shownStreams(ada)).toEqual([])
  const first = (await addStream(ada, { name: 'First', address: there.address })).body
  const second = (await addStream(ada, { name: 'Second', kind: 'syslog', address: 'tls://127.0.0.1:9' })).body
  await appendMany(app, ada.teamId, 2)
  await sealAll(app.platform, ada.teamId)
  await deliver(app)
  const items = await shownStreams(ada)
  expect(items.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id])
  expect(items.find(({ id }: { id: string }) => id === first.id)).toMatchObject({
    name: 'First',
    address: there.address,
    state: 'sending',
    waiting: 0,
    failures: 0,
    nextTry: null,
    sentAt: app.clock.now().toISOString(),
  })
  expect(JSON.stringify(items)).not.toContain(first.secret)
  expect(items.every((item: object) => !('secret' in item))).toBe(true)
  expect(await shownStreams(zoe)).toEqual([])
  expect((await zoe.browser.get(streams(ada))).status).toBe(404)
})
