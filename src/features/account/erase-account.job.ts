import { z } from 'zod'
import type { Departure } from '#access/departure.ts'
import { job } from '#platform/jobs/job.ts'
import { eraseEverything } from './erasure.ts'

/** Erases a person whose leaving has begun. When all its tries fail, or its worker dies, the timetable goes on where it stopped. */
export const eraseAccount = (departures: readonly Departure[]) =>
  job({
    name: 'account.erase',
    payload: z.object({ userId: z.string() }),
    attempts: 5,
    run: ({ payload, platform, now }) => eraseEverything(platform, departures, payload.userId, now),
  })
