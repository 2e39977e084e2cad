import { recurring } from '../jobs/job.ts'
import { sweepIdempotencyKeys } from './idempotency.ts'
import { sweepRateLimits } from './limits.ts'

/** What the HTTP layer cleans up. */
export const platformTimetable = [
  recurring({
    name: 'http.sweep_limits',
    cron: '*/10 * * * *',
    run: ({ db, log }, now) => sweepRateLimits(db, now, log),
  }),
  recurring({ name: 'http.sweep_idempotency', cron: '7 * * * *', run: ({ db }, now) => sweepIdempotencyKeys(db, now) }),
]
