import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { billing } from './billing.fixture.ts'

const app = await testApp()

test('invoices come newest first, page by page, to those who see the billing of this team only', async () => {
  const [ada, zoe, vic] = [await app.person('Ada Payer'), await app.person('Zoe Other'), await app.person('Vic Viewer')]
  const b = billing(app, ada)
  await b.card('success')
  for (const plan of ['starter', 'pro']) expect((await b.choose(plan)).status).toBe(200)
  const list = `${b.at}/invoices`
  const all = (await ada.browser.get(list)).body
  expect(all.items).toHaveLength(2)
  expect(all.nextCursor).toBeNull()
  expect(all.items.map(({ id }: { id: string }) => id)).toEqual(
    all.items
      .map(({ id }: { id: string }) => id)
      .toSorted()
      .toReversed(),
  )
  const first = (await ada.browser.get(`${list}?limit=1`)).body
  const second = (await ada.browser.get(`${list}?limit=1&cursor=${first.nextCursor}`)).body
  expect([...first.items, ...second.items]).toEqual(all.items)
  expect(second.nextCursor).toBeNull()
  await app.join(vic, ada.teamId, 'viewer')
  expect((await vic.browser.get(list)).status).toBe(403)
  expect((await zoe.browser.get(list)).status).toBe(404)
  expect((await app.browser().get(list)).status).toBe(401)
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/billing/invoices`)).body.items).toEqual([])
})
