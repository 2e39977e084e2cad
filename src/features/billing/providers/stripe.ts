import type Stripe from 'stripe'
import { seconds } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Platform } from '#platform/platform.ts'
import { type ChargeRequest, type Method, type Outcome, type Provider, ProviderFault } from './provider.ts'

const clients = new WeakMap<Platform, Promise<Stripe>>()

/** The official library, loaded when first needed. */
export function stripeOf(platform: Platform): Promise<Stripe> {
  const known = clients.get(platform) ?? open(platform.config)
  clients.set(platform, known)
  return known
}

async function open({ STRIPE_SECRET_KEY: key, STRIPE_API_URL: api }: Config): Promise<Stripe> {
  if (!key) throw new ProviderFault('there is no STRIPE_SECRET_KEY')
  const { default: Library } = await import('stripe')
  const at = api ? new URL(api) : null
  return new Library(key, {
    timeout: seconds(8), // somebody waits for the answer, through all three tries
    maxNetworkRetries: 2,
    telemetry: false,
    ...(at && { host: at.hostname, port: at.port, protocol: at.protocol === 'http:' ? 'http' : 'https' }),
  })
}

/** Asks Stripe; what is no answer about the matter itself is a {@link ProviderFault}. */
export async function askStripe<T>(platform: Platform, ask: (stripe: Stripe) => Promise<T>): Promise<T> {
  try {
    return await ask(await stripeOf(platform))
  } catch (error) {
    if (isCardError(error)) throw error
    throw new ProviderFault(`Stripe: ${(error as Error).message}`)
  }
}

interface CardError extends Error {
  type: 'StripeCardError'
  payment_intent?: { id: string }
}

const isCardError = (error: unknown): error is CardError => (error as CardError).type === 'StripeCardError'

/** A card as Stripe keeps it. */
export function methodFrom({ id, card }: Stripe.PaymentMethod): Method {
  if (!card) return { ref: id, label: 'Payment method at Stripe', expiresAt: null }
  const brand = card.brand.charAt(0).toUpperCase() + card.brand.slice(1)
  return {
    ref: id,
    label: `${brand} ending in ${card.last4}`,
    expiresAt: new Date(Date.UTC(card.exp_year, card.exp_month, 1)),
  }
}

/** What a payment intent says became of the payment. */
function outcomeOf(intent: Stripe.PaymentIntent): Outcome {
  const ref = intent.id
  if (intent.status === 'succeeded') return { state: 'paid', ref }
  const url = intent.next_action?.redirect_to_url?.url
  if (intent.status === 'requires_action' && url) return { state: 'confirm', ref, url }
  if (intent.status === 'processing') return { state: 'started', ref }
  return { state: 'failed', ref, reason: intent.last_payment_error?.message ?? 'The payment did not succeed.' }
}

async function charge(platform: Platform, request: ChargeRequest): Promise<Outcome> {
  const { paymentId, teamId, amount, currency, customer, method, present, says } = request
  if (!customer || !method) return { state: 'failed', ref: null, reason: 'No card was given yet.' }
  try {
    const intent = await askStripe(platform, (stripe) =>
      stripe.paymentIntents.create(
        {
          amount,
          currency: currency.toLowerCase(),
          customer,
          payment_method: method.ref,
          confirm: true,
          // Whoever is there can be asked by their bank; at a renewal nobody is.
          ...(present
            ? { return_url: `${platform.config.publicUrl}/settings/billing?team=${teamId}&paid=check` }
            : { off_session: true }),
          description: says,
          metadata: { payment: paymentId, team: teamId },
        },
        { idempotencyKey: paymentId },
      ),
    )
    return outcomeOf(intent)
  } catch (error) {
    if (!isCardError(error)) throw error
    return { state: 'failed', ref: error.payment_intent?.id ?? null, reason: error.message }
  }
}

/** Payments by Stripe: cards are given at its Checkout, so that no page of ours ever sees one. */
export const stripe: Provider = {
  name: 'stripe',
  needsMethod: true,
  charge,
  fetchCharge: async (platform, { ref }) =>
    outcomeOf(await askStripe(platform, (client) => client.paymentIntents.retrieve(ref))),
  async dropCharge(platform, ref) {
    const intent = await askStripe(platform, (client) => client.paymentIntents.retrieve(ref))
    if (['succeeded', 'processing', 'canceled'].includes(intent.status)) return outcomeOf(intent)
    return outcomeOf(await askStripe(platform, (client) => client.paymentIntents.cancel(ref)))
  },
  async forgetMethod(platform, ref) {
    await askStripe(platform, (client) => client.paymentMethods.detach(ref))
  },
}
