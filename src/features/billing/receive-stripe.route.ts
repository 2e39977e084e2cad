import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { ProviderFault } from './providers/provider.ts'
import { webhookRefusals } from './refusals.ts'
import { readEvent } from './stripe-event.ts'
import { takeEvent } from './take-event.ts'

/**
 * What Stripe tells. Open as long as its secret is set, also after a switch to another provider, because payments may still be under way. A
 * passing fault answers 503, so that the event comes again; a repeat answers as the first time and changes nothing.
 */
export const receiveStripe = route({
  method: 'POST',
  path: '/billing/webhooks/stripe',
  summary: 'Receive an event of Stripe',
  access: anyone('Stripe calls it; the signature over the raw body decides'),
  fromPrograms: true,
  rawBody: ['application/json'],
  maxBody: 256 * 1024,
  output: z.object({ outcome: z.enum(['done', 'repeated', 'stale', 'not for us']) }),
  refusals: webhookRefusals,
  audit: { none: 'what it changes is written down by what it changes' },

  async handle({ raw, platform, now, refuse, headers }) {
    const { STRIPE_WEBHOOK_SECRET: secret } = platform.config
    if (!secret) return refuse('webhooks_off')
    const event = (await readEvent(raw, headers['stripe-signature'], secret, now)) ?? refuse('signature_wrong')
    try {
      return { outcome: await takeEvent(platform, event, now) }
    } catch (error) {
      if (error instanceof ProviderFault) return refuse('provider_unreachable')
      throw error
    }
  },
})
