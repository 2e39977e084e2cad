import { expect, test, vi } from 'vitest'
import { billing, goOnTo } from '#features/billing/billing.fixture.ts'
import { stripeApp } from '#features/billing/stripe.fixture.ts'
import { minutes, seconds } from '#platform/clock.ts'

// Mail servers that hang: src/features/notifications/mail-faults.test.ts. Slack: src/features/notifications/slack/outages.test.ts.
vi.setConfig({ testTimeout: minutes(3) })
const { app, stripe } = await stripeApp({ DATABASE_POOL: '4' })

test('a payment provider that takes the call and says nothing: the plan stays, nobody else waits, and the payment is made good once', async () => {
  const people = await Promise.all(
    ['Ada Hangs', 'Ben Hangs', 'Cleo Hangs', 'Dov Hangs', 'Eve Hangs'].map((name) => app.person(name)),
  )
  const customers = await Promise.all(
    people.map(async (person) => {
      const b = billing(app, person)
      const { url } = (await person.browser.put(`${b.at}/payment-method`, { planId: 'pro', interval: 'month' })).body
      const session = url.split('/').at(-1)
      stripe.giveCard(session, 'pays')
      await person.browser.put(`${b.at}/payment-method`, { session })
      return b
    }),
  )
  stripe.failNext(1_000, -1)
  // More of them than there are connections to the database: none is held while Stripe is waited for.
  const start = performance.now()
  const choosing = Promise.all(customers.map((b) => b.choose('pro')))
  await expect
    .poll(() => stripe.calls.filter((call) => call === 'POST /v1/payment_intents').length, { timeout: seconds(20) })
    .toBeGreaterThan(4)
  const [ada] = people
  for (let asked = 0; asked < 20; asked++) {
    const from = performance.now()
    expect((await ada?.browser.get('/account'))?.status).toBe(200)
    expect((await ada?.browser.get(`/teams/${ada.teamId}/billing`))?.status).toBe(200)
    expect(performance.now() - from).toBeLessThan(seconds(5))
  }
  const answers = await choosing
  expect(answers.map(({ body }) => body.code)).toEqual(people.map(() => 'provider_unreachable'))
  expect(performance.now() - start).toBeLessThan(seconds(60))
  for (const b of customers) expect(await b.view()).toMatchObject({ status: 'trial', plan: { id: 'pro' } })

  stripe.failNext(0, 200)
  await goOnTo(app, new Date(app.clock.now().getTime() + minutes(3)).toISOString())
  for (const b of customers) expect(await b.view()).toMatchObject({ status: 'active', pending: null })
  const intents = [...stripe.things.values()].filter(({ object }) => object === 'payment_intent')
  expect(new Set(intents.map(({ customer }) => customer)).size).toBe(people.length)
  expect(intents).toHaveLength(people.length)
  expect(await app.sql("SELECT 1 FROM invoices WHERE status = 'paid'")).toHaveLength(people.length)
})
