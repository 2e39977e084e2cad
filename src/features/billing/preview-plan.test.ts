import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { billing } from './billing.fixture.ts'

const app = await testApp()

test('a preview changes nothing, names what is wrong with its input, and is for who manages this team’s billing', async () => {
  const [ada, zoe, bea] = [await app.person('Ada Payer'), await app.person('Zoe Other'), await app.person('Bea Member')]
  const b = billing(app, ada)
  await b.card('success')
  expect((await b.choose('starter')).status).toBe(200)
  const before = await b.view()
  expect(await b.preview('pro')).toMatchObject({ kind: 'now', planName: 'Pro', keepsGoing: false })
  const ask = (body: object, who = ada) => who.browser.post(`${b.at}/preview`, body)
  for (const [body, field, code] of [
    [{ planId: 'starter', interval: 'month' }, 'planId', 'plan_same'],
    [{ planId: 'no-such-plan', interval: 'month' }, 'planId', 'plan_unknown'],
    [{ planId: 'pro', interval: 'day' }, 'interval', 'invalid_value'],
    [{ planId: 'pro', interval: 'month', amount: 1 }, 'amount', 'unknown_field'],
  ] as const)
    expect((await ask(body)).body.errors, JSON.stringify(body)).toMatchObject([{ field, code }])
  await app.join(bea, ada.teamId, 'member')
  const wanted = { planId: 'pro', interval: 'month' }
  expect([(await ask(wanted, bea)).status, (await ask(wanted, zoe)).status]).toEqual([403, 404])
  expect(await b.view()).toEqual(before)
  expect(await b.invoices()).toHaveLength(1)
})
