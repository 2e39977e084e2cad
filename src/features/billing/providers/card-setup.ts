import type Stripe from 'stripe'
import type { Platform } from '#platform/platform.ts'
import type { Method } from './provider.ts'
import { methodFrom } from './stripe.ts'
import { askStripe } from './stripe-client.ts'

/** Makes a customer of Stripe's for a team. Repeats make no second one within a day; the first that is stored stays. */
export const newCustomer = async (platform: Platform, team: { id: string; name: string }): Promise<string> =>
  (
    await askStripe(platform, (stripe) =>
      stripe.customers.create(
        { name: team.name, metadata: { team: team.id } },
        { idempotencyKey: `customer-${team.id}` },
      ),
    )
  ).id

/** Begins the giving of a card at Stripe's own page; answers where the browser goes. */
export async function startCardSetup(
  platform: Platform,
  { customer, teamId, currency, then }: { customer: string; teamId: string; currency: string; then: string },
): Promise<string> {
  const back = `${platform.config.publicUrl}/settings/billing?team=${teamId}${then}`
  const session = await askStripe(platform, (stripe) =>
    stripe.checkout.sessions.create({
      mode: 'setup',
      customer,
      currency: currency.toLowerCase(),
      success_url: `${back}&checkout={CHECKOUT_SESSION_ID}`,
      cancel_url: back,
      // Where Stripe reckons tax, it needs to know where the buyer is.
      ...(platform.config.STRIPE_TAX && { billing_address_collection: 'required' as const }),
      metadata: { team: teamId },
    }),
  )
  return session.url ?? ''
}

/** What was given at Stripe's page, asked from Stripe itself; null while nothing was. */
export async function cardOfSetup(
  platform: Platform,
  session: string,
): Promise<{ customer: string; method: Method } | null> {
  const found = await askStripe(platform, (stripe) =>
    stripe.checkout.sessions.retrieve(session, { expand: ['setup_intent.payment_method'] }),
  )
  const intent = typeof found.setup_intent === 'string' ? null : found.setup_intent
  const method = typeof intent?.payment_method === 'string' ? null : intent?.payment_method
  const customer = typeof found.customer === 'string' ? found.customer : found.customer?.id
  if (found.status !== 'complete' || !method || !customer) return null
  const address = method.billing_details?.address
  if (platform.config.STRIPE_TAX && address?.country) {
    await askStripe(platform, (stripe) => stripe.customers.update(customer, { address: addressFrom(address) }))
  }
  return { customer, method: methodFrom(method) }
}

/** A card as Stripe knows it now, and whose it is; no customer once it was taken away. */
export async function cardAtStripe(
  platform: Platform,
  ref: string,
): Promise<{ customer: string | null; method: Method }> {
  const found = await askStripe(platform, (stripe) => stripe.paymentMethods.retrieve(ref))
  const customer = typeof found.customer === 'string' ? found.customer : (found.customer?.id ?? null)
  return { customer, method: methodFrom(found) }
}

// Stripe reads with nulls and writes without them.
const addressFrom = ({ line1, line2, postal_code, city, state, country }: Stripe.Address): Stripe.AddressParam => ({
  ...(line1 && { line1 }),
  ...(line2 && { line2 }),
  ...(postal_code && { postal_code }),
  ...(city && { city }),
  ...(state && { state }),
  ...(country && { country }),
})
