import { afterAll } from 'vitest'
import { type TestApp, testApp } from '#tests/harness.ts'
import { type StripeCard, type StripeServer, stripeServer } from '#tests/stripe-server.ts'
import { billing } from './billing.fixture.ts'

const secret = 'whsec_0123456789abcdef-test'

/** Starts an installation that is paid by a Stripe of its own; both stop by themselves after the file. */
export async function stripeApp(more: Record<string, string> = {}) {
  const stripe = await stripeServer(secret)
  afterAll(() => stripe.close())
  const settings = { STRIPE_SECRET_KEY: 'sk_test_51', STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_URL: stripe.url }
  const app = await testApp({ ...settings, ...more })
  return { app, stripe, settings, ...stripeWorld(app, stripe) }
}

/** What people and Stripe do there. */
function stripeWorld(app: TestApp, stripe: StripeServer) {
  /** Opens Stripe's page and gives a card there; the browser has not come back yet. */
  async function withCard(card: StripeCard, country?: string) {
    const ada = await app.person('Ada Lovelace')
    const b = billing(app, ada)
    const { url } = (await ada.browser.put(`${b.at}/payment-method`, { planId: 'pro', interval: 'year' })).body
    const session = url.split('/').at(-1)
    const method = stripe.giveCard(session, card, country)
    return { ada, b, session, method, url }
  }
  return {
    /** Sends an event as Stripe does; answers status and outcome. */
    async hook({ body, signature }: { body: string; signature: string }, at = app.address): Promise<string> {
      const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature }
      const answer = await fetch(`${at}/api/v1/billing/webhooks/stripe`, { method: 'POST', headers, body })
      const told = (await answer.json()) as { outcome?: string; code?: string }
      return `${answer.status} ${told.outcome ?? told.code}`
    },
    withCard,
    /** Somebody with a card that is known here. */
    async subscriber(card: StripeCard = 'pays', country?: string) {
      const given = await withCard(card, country)
      await given.ada.browser.put(`${given.b.at}/payment-method`, { session: given.session })
      return given
    },
    /** The newest payment at Stripe. */
    lastIntent: () => [...stripe.things.values()].filter(({ object }) => object === 'payment_intent').at(-1) ?? {},
  }
}
