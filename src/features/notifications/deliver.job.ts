import { z } from 'zod'
import { enqueue, job, type Running } from '#platform/jobs/job.ts'
import { handOverNext } from './hand-over.ts'
import { sendNext } from './send-next.ts'

/**
 * Sends everything that is due in one lane, in order. It has no tries of its own: each message keeps its next moment in its row, and
 * `notifications.tick` comes back for it, also when a worker dies with a message in hand. It may go on for long, so the clock is read for each
 * message: a lease counted from the job's start would be over before the message is claimed.
 */
export const deliver = job({
  name: 'notifications.deliver',
  payload: z.object({ lane: z.string() }),
  attempts: 1,
  async run(running) {
    const { lane } = running.payload
    while (await one(lane, running)) {
      // until nothing is due
    }
  },
})

const one = (lane: string, { platform }: Running<unknown>): Promise<boolean> =>
  lane.startsWith('email:')
    ? platform.db.transaction((tx) => handOverNext(tx, platform, lane, platform.clock.now()))
    : sendNext(platform, lane, (tx, other) => enqueue(tx, deliver, { lane: other }))
