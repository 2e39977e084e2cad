import type Stripe from 'stripe'
import type { Platform } from '#platform/platform.ts'
import type { ChargeRequest, Method, Outcome, Provider } from './provider.ts'
import { askStripe, isCardError } from './stripe-client.ts'
import { stripeTax } from './stripe-tax.ts'

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
  taxOf: (platform, sale) => stripeTax(platform, sale),
  async forgetMethod(platform, ref) {
    await askStripe(platform, (client) => client.paymentMethods.detach(ref))
  },
}
