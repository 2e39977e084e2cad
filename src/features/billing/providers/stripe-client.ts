import type Stripe from 'stripe'
import { seconds } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Platform } from '#platform/platform.ts'
import { ProviderFault } from './provider.ts'

const clients = new WeakMap<Platform, Promise<Stripe>>()

/** The official library, loaded when first needed. */
function stripeOf(platform: Platform): Promise<Stripe> {
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

/** The same; null where Stripe refuses with this code, which is an answer about the matter. */
export const askStripeOr = <T>(
  platform: Platform,
  code: string,
  ask: (stripe: Stripe) => Promise<T>,
): Promise<T | null> =>
  askStripe(platform, (stripe) =>
    ask(stripe).catch((error: unknown) => {
      if ((error as { code?: string }).code === code) return null
      throw error
    }),
  )

/** How the library tells that a card was refused. */
interface CardError extends Error {
  type: 'StripeCardError'
  payment_intent?: { id: string }
}

/** Whether a card was refused, which is an answer and no fault. */
export const isCardError = (error: unknown): error is CardError => (error as CardError).type === 'StripeCardError'
