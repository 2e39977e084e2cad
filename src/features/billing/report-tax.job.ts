import { z } from 'zod'
import { job } from '#platform/jobs/job.ts'
import { reportStripeTax } from './providers/stripe-tax.ts'

/** Tells Stripe that the tax of a paid invoice was taken, so that the operator's tax reports hold it. */
export const reportTax = job({
  name: 'billing.report_tax',
  payload: z.object({ ref: z.string(), invoice: z.string() }),
  attempts: 20,
  async run({ payload, platform }) {
    // Without its key Stripe cannot be told any more; its own records are the operator's.
    if (platform.config.STRIPE_SECRET_KEY) await reportStripeTax(platform, payload)
  },
})
