import { z } from 'zod'
import { job } from '#platform/jobs/job.ts'
import { providerNamed } from './providers/choose.ts'

/** Forgets a card at its provider, after another took its place or the team is gone. */
export const forgetCard = job({
  name: 'billing.forget_card',
  payload: z.object({ provider: z.string(), ref: z.string() }),
  attempts: 10,
  async run({ payload: { provider, ref }, platform }) {
    // A provider that is no longer set up cannot be asked; its own records are the operator's.
    if (provider === 'stripe' && !platform.config.STRIPE_SECRET_KEY) return
    await providerNamed(provider).forgetMethod(platform, ref)
  },
})
