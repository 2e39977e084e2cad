import { z } from 'zod'
import { job } from '#platform/jobs/job.ts'
import { fanOut } from './fan-out.ts'

/** Decides who hears of an event. What its worker takes to the grave is found by `notifications.tick`. */
export const fanOutJob = job({
  name: 'notifications.fan_out',
  payload: z.object({ teamId: z.string(), id: z.string() }),
  attempts: 10,
  run: ({ payload, platform, now }) => platform.db.transaction((tx) => fanOut(tx, payload.teamId, payload.id, now)),
})
