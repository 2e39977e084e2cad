import { z } from 'zod'

/** What of an event is believed: which object it is about, and when it was made. The object itself is asked for. */
export const StripeEvent = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  created: z.int().min(0),
  data: z.object({ object: z.object({ id: z.string().max(255).optional() }) }),
})
