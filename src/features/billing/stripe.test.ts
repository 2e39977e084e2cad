import { expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { balanceOf, goOnTo } from './billing.fixture.ts'
import { reconcile } from './reconcile.ts'
import { stripeApp } from './stripe.fixture.ts'

vi.setConfig({ testTimeout: minutes(1) })
const { app, stripe, settings, hook, withCard, subscriber, lastIntent } = await stripeApp()
const now = () => app.clock.now()

test('V142: a card is given at Stripe’s page by redirect and kept once, whether the browser or the webhook comes first', async () => {
  const { ada, b, session, url } = await withCard('pays')
  expect(url).toMatch(/^https:\/\/checkout\.stripe\.com\//)
  const opened = stripe.things.get(session)
  expect(opened?.success_url).toBe(
    `${app.config.publicUrl}/settings/billing?team=${ada.teamId}&plan=pro&interval=year&checkout={CHECKOUT_SESSION_ID}`,
  )
  expect(await hook(stripe.event('checkout.session.completed', session, now()))).toBe('200 done')
  expect((await b.view()).paymentMethod).toMatchObject({ label: 'Visa ending in 4242', elsewhere: false })
  expect((await ada.browser.put(`${b.at}/payment-method`, { session })).body.state).toBe('done')
  const zoe = await app.person('Zoe Elsewhere')
  const stolen = await zoe.browser.put(`/teams/${zoe.teamId}/billing/payment-method`, { session })
  expect([stolen.status, stolen.body.code]).toEqual([409, 'card_not_given'])
})

test('V78: a customer is made for the team, never found by an address, and never shared', async () => {
  const before = stripe.calls.length
  const { ada, session } = await withCard('pays')
  const second = (await ada.browser.post('/teams', { name: 'Second' })).body.id
  const mine = `/teams/${second}/billing`
  const { url } = (await ada.browser.put(`${mine}/payment-method`, { planId: 'pro', interval: 'year' })).body
  const [first, other] = [session, url.split('/').at(-1)].map((id) => stripe.things.get(id)?.customer)
  expect(first).not.toBe(other)
  const told = [first, other].map((id) => JSON.stringify(stripe.things.get(id)))
  expect(told.join()).not.toMatch(/@|email/)
  const calls = stripe.calls.slice(before).filter((call) => call.includes('/v1/customers'))
  expect(calls).toEqual(['POST /v1/customers', 'POST /v1/customers'])
})

test('a plan is paid by a payment intent of the exact amount; a decline changes nothing', async () => {
  const { ada, b } = await subscriber()
  expect((await b.choose('pro')).body).toMatchObject({
    state: 'done',
    billing: { status: 'active', provider: 'stripe' },
  })
  expect(lastIntent()).toMatchObject({ amount: 2_900, currency: 'usd', status: 'succeeded' })
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, receivable: 0, revenue: -2_900 })
  const other = await subscriber('declines')
  expect((await other.b.choose('pro')).body).toMatchObject({
    code: 'payment_declined',
    reason: 'Your card was declined.',
  })
  expect(await other.b.view()).toMatchObject({ status: 'trial', pending: null })
})

test('V139: 3-D Secure at Stripe: every order of coming back and events ends the same, and each event counts once', async () => {
  for (const order of ['event first', 'browser first', 'twice at once'] as const) {
    const { ada, b } = await subscriber('asks')
    const asked = await b.choose('pro')
    expect(asked.body).toMatchObject({ state: 'confirm', billing: { status: 'trial' } })
    const intent = lastIntent().id
    expect(asked.body.url).toBe(`https://hooks.stripe.com/3ds/${intent}`)
    // The event says “succeeded”, the object does not: what is fetched decides.
    expect(await hook(stripe.event('payment_intent.succeeded', intent, now()))).toBe('200 done')
    expect((await b.view()).status).toBe('trial')
    stripe.answer(intent, true)
    const event = stripe.event('payment_intent.succeeded', intent, now())
    if (order === 'event first') expect(await hook(event)).toBe('200 done')
    if (order === 'twice at once') {
      const other = await app.node()
      const told = await Promise.all([hook(event), hook(event, other.address), hook(event)])
      expect(told.sort()).toEqual(['200 done', '200 repeated', '200 repeated'])
    }
    expect((await b.post('payment')).body).toMatchObject({ state: 'done', billing: { status: 'active' } })
    await hook(event)
    expect(await hook(event)).toBe('200 repeated')
    expect(await b.invoices()).toHaveLength(1)
    expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, receivable: 0, revenue: -2_900 })
  }
})

test('V137, V138: events in any order, late and doubled, never undo what is settled', async () => {
  const { ada, b } = await subscriber('asks')
  await b.choose('pro')
  const intent = lastIntent().id
  stripe.answer(intent, true)
  const types = [
    'payment_intent.created',
    'payment_intent.requires_action',
    'payment_intent.payment_failed',
    'payment_intent.succeeded',
  ]
  const events = types.map((type) => stripe.event(type, intent, now()))
  for (const event of [...events.toReversed(), ...events, ...events.toReversed()])
    expect(await hook(event)).toMatch(/^200 /)
  expect((await b.view()).status).toBe('active')
  expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 2_900, receivable: 0, revenue: -2_900 })
})

test('news about the card: the newest counts, older is stale, another team’s and unknown ones are not for us', async () => {
  const { b, method } = await subscriber()
  const card = stripe.things.get(method)?.card
  card.exp_year = 2033
  const older = new Date(now().getTime() - minutes(1))
  expect(await hook(stripe.event('payment_method.automatically_updated', method, now()))).toBe('200 done')
  expect((await b.view()).paymentMethod.expiresAt).toBe('2034-01-01T00:00:00.000Z')
  expect(await hook(stripe.event('payment_method.updated', method, older))).toBe('200 stale')
  expect(await hook(stripe.event('product.updated', 'prod_1', now()))).toBe('200 not for us')
  expect(await hook(stripe.event('payment_intent.succeeded', 'pi_unknown', now()))).toBe('200 not for us')
})

test('V140, V141: forged, stale, empty and missing signatures are refused; an empty secret stops the start', async () => {
  const good = stripe.event('product.updated', 'prod_1', now())
  const late = stripe.event('product.updated', 'prod_1', new Date(now().getTime() - minutes(6)))
  const forged = [
    { ...good, signature: '' },
    { ...good, signature: 't=1,v1=00' },
    { ...good, body: good.body.replace('prod_1', 'prod_2') },
    stripe.event('product.updated', 'prod_1', now(), { secret: 'whsec_of-somebody-else-0000' }),
    { ...good, signature: good.signature.replace('v1=', 'v0=') },
    { ...good, body: '' },
    late,
  ]
  for (const event of forged) expect(await hook(event)).toBe('400 signature_wrong')
  for (const bad of ['', ' ', 'whsec_', 'whsec_short']) {
    expect(() => readConfig({ ...settings, STRIPE_WEBHOOK_SECRET: bad }), JSON.stringify(bad)).toThrow(
      /STRIPE_WEBHOOK_SECRET/,
    )
  }
  expect(() => readConfig({ AEGIS_PAYMENTS: 'stripe' })).toThrow(
    /STRIPE_SECRET_KEY is required.*STRIPE_WEBHOOK_SECRET is required/,
  )
  expect(() => readConfig({ ...settings, STRIPE_API_URL: 'https://evil.example' })).toThrow(
    'STRIPE_API_URL may only lead to this machine',
  )
})

test('Stripe fails for a while: the event is answered 503 and comes again; a payment without an answer is asked about, and made once', async () => {
  const { b } = await subscriber('asks')
  await b.choose('pro')
  const intent = lastIntent().id
  stripe.answer(intent, true)
  const event = stripe.event('payment_intent.succeeded', intent, now())
  stripe.failNext(3, 500)
  expect(await hook(event)).toBe('503 provider_unreachable')
  expect(await hook(event)).toBe('200 done')
  expect((await b.view()).status).toBe('active')

  const other = await subscriber()
  stripe.failNext(3, 0)
  expect((await other.b.choose('pro')).body.code).toBe('provider_unreachable')
  expect(await other.b.view()).toMatchObject({ status: 'trial', pending: { confirmUrl: null } })
  expect((await other.b.drop('payment')).body.code).toBe('payment_pending')
  await goOnTo(app, new Date(now().getTime() + minutes(2)).toISOString())
  expect(await other.b.view()).toMatchObject({ status: 'active', pending: null })
  const made = [...stripe.things.values()].filter(({ object, customer }) => object === 'payment_intent' && customer)
  expect(made.filter(({ customer }) => customer === lastIntent().customer)).toHaveLength(1)
})

test('the nightly reconcile finds what no webhook told', async () => {
  const { ada, b } = await subscriber('asks')
  await b.choose('business')
  stripe.answer(lastIntent().id, true)
  app.clock.advance(minutes(11))
  await reconcile(app.platform, now())
  await confirm(ada)
  expect(await b.view()).toMatchObject({ status: 'active', plan: { id: 'business' } })
})

test('switching the provider keeps plan, history and the day of renewal; the old card is named as of elsewhere', async () => {
  const { ada, b } = await subscriber()
  await b.choose('starter')
  Object.assign(app.platform.config, { payments: 'invoice' })
  try {
    expect(await b.view()).toMatchObject({
      provider: 'invoice',
      plan: { id: 'starter' },
      paymentMethod: { elsewhere: true },
    })
    const { endsAt } = (await b.view()).period
    await goOnTo(app, endsAt)
    await confirm(ada)
    const [owed, first] = await b.invoices()
    expect([owed.status, first.status]).toEqual(['open', 'paid'])
    expect((await app.mail(ada.email)).at(-1)?.subject).toContain('to be paid by bank transfer')
    await confirm(app.operator)
    const { items } = (await app.operator.browser.get('/operate/invoices')).body
    // The teams of the tests before renewed that day as well.
    expect(items).toContainEqual(expect.objectContaining({ id: owed.id, byTransfer: true }))
    expect((await app.operator.browser.post(`/operate/invoices/${owed.id}/payment`)).body.status).toBe('paid')
    expect((await app.operator.browser.post(`/operate/invoices/${owed.id}/payment`)).body.code).toBe('invoice_not_open')
    expect(await balanceOf(app, ada.teamId)).toEqual({ cash: 1_800, receivable: 0, revenue: -1_800 })
  } finally {
    Object.assign(app.platform.config, { payments: 'stripe' })
  }
})
