import type { z } from 'zod'
import { StripeEvent } from './stripe-event-shape.ts'

const tolerance = 300

/** An event whose signature fits and is younger than five minutes; null otherwise. Only its kind, time and the id of its object are read. */
export async function readEvent(
  raw: Buffer | undefined,
  signature: unknown,
  secret: string,
  now: Date,
): Promise<z.output<typeof StripeEvent> | null> {
  // The library itself took an empty secret until lately (V141): whoever called without one would forge at will.
  if (secret.trim() === '' || typeof signature !== 'string' || !raw || raw.length === 0) return null
  const { default: Stripe } = await import('stripe')
  try {
    const event = Stripe.webhooks.constructEvent(raw, signature, secret, tolerance, undefined, now.getTime())
    const parsed = StripeEvent.safeParse(event)
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
