import { expect, test, vi } from 'vitest'
import { fromBuffer } from 'yauzl'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { balanceOf, billing, goOnTo } from './billing.fixture.ts'
import { billingDeparture } from './public.ts'

vi.setConfig({ testTimeout: minutes(2) })
const app = await testApp()

async function subscribed() {
  const ada = await app.person('Ada Lovelace')
  const b = billing(app, ada)
  await b.card('success')
  return { ada, b }
}

test('an invoice keeps the address it was issued with; all of them come as one zip', async () => {
  const { ada, b } = await subscribed()
  const profile = {
    name: 'Engines Ltd',
    address: '1 Main St\nDublin',
    country: 'Ireland',
    taxId: 'IE1',
    poNumber: 'PO-1',
  }
  const put = async (body: unknown) => ada.browser.put(`${b.at}/profile`, body, { ifMatch: (await b.view()).version })
  await put(profile)
  await b.choose('starter')
  expect((await put({ ...profile, name: 'Another Ltd' })).body.profile.name).toBe('Another Ltd')
  const [{ billed_to }] = (await app.sql('SELECT billed_to FROM invoices WHERE team_id = $1', [ada.teamId])) as [
    { billed_to: { name: string } },
  ]
  expect(billed_to.name).toBe('Engines Ltd')
  const cookie = [...ada.browser.cookies].map((pair) => pair.join('=')).join('; ')
  const answer = await fetch(`${app.address}/api/v1${b.at}/invoices/archive`, { headers: { cookie } })
  const zip = Buffer.from(await answer.arrayBuffer())
  const names = await new Promise<string[]>((resolve, reject) => {
    const found: string[] = []
    fromBuffer(zip, (error, file) => {
      if (error) return reject(error)
      file.on('entry', ({ fileName }) => found.push(fileName))
      file.on('end', () => resolve(found))
    })
  })
  expect(names).toEqual([`invoice-${(await b.invoices())[0].number}.pdf`])
})

test('with a team go subscription, card, address and contacts; invoices, payments and ledger stay and balance', async () => {
  const { ada, b } = await subscribed()
  await b.choose('pro')
  await b.card('decline')
  await goOnTo(app, (await b.view()).period.endsAt)
  await app.platform.db.transaction(
    (tx) => billingDeparture.endTeam?.(tx, app.platform, ada.teamId, app.clock.now()) ?? Promise.resolve(),
  )
  await app.sql('DELETE FROM teams WHERE id = $1', [ada.teamId])
  for (const table of ['subscriptions', 'billing_accounts', 'billing_contacts', 'plan_periods']) {
    expect(await app.sql(`SELECT 1 FROM ${table} WHERE team_id = $1`, [ada.teamId]), table).toEqual([])
  }
  const kept = await app.sql('SELECT status, billed_to FROM invoices WHERE team_id = $1 ORDER BY id', [ada.teamId])
  expect(kept.map(({ status }) => status)).toEqual(['paid', 'uncollectible'])
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, revenue: -5_800, receivable: 0, bad_debt: 2_900 })
  await goOnTo(app, new Date(app.clock.now().getTime() + minutes(60 * 24 * 40)).toISOString())
})

test('the ledger takes no posting that does not balance, and the app can neither change nor remove one', async () => {
  const { ada, b } = await subscribed()
  await b.choose('pro')
  const [{ id }] = await b.invoices()
  const crooked = `INSERT INTO ledger_entries VALUES ('x', 'cash', '${ada.teamId}', '${id}', 100, 'USD', now())`
  await expect(app.sql(crooked)).rejects.toThrow('posting x does not balance')
  const asApp = (sql: string) => app.platform.db.pool.query(sql)
  await expect(asApp('UPDATE ledger_entries SET amount = 0')).rejects.toThrow('permission denied')
  await expect(asApp('DELETE FROM ledger_entries')).rejects.toThrow('permission denied')
  await expect(asApp('DELETE FROM invoices')).rejects.toThrow('permission denied')
})

test('a self-hosted installation with one plan says so and refuses every change', async () => {
  const own = await testApp({ AEGIS_PLANS: 'selfhosted' })
  const ada = await own.person('Ada Lovelace')
  const b = billing(own, ada)
  expect(await b.view()).toMatchObject({ forSale: false, plan: { name: 'Self-hosted' } })
  expect((await b.choose('selfhosted')).body.code).toBe('nothing_for_sale')
  expect((await b.preview('pro')).code).toBe('nothing_for_sale')
  expect((await b.card('success')).body.code).toBe('nothing_for_sale')
  expect((await b.post('cancellation', {})).body.code).toBe('not_subscribed')
})
