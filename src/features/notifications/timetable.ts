import { days, earlier, minutes } from '#platform/clock.ts'
import { enqueue, recurring } from '#platform/jobs/job.ts'
import { deliver } from './deliver.job.ts'
import { deleteOldNotifications, dueLanes } from './delivery.queries.ts'
import { fanOutJob } from './fan-out.job.ts'
import { deleteOrphanedPreferences } from './preference.queries.ts'
import { forgottenEvents } from './queries.ts'

/** How long it is remembered what was told to whom. */
export const memory = days(90)

/** What recurs: the tick that comes back for everything due, and forgetting. */
export const notificationTimetable = [
  recurring({
    name: 'notifications.tick',
    cron: '* * * * *',
    run: ({ db }, now) =>
      db.transaction(async (tx) => {
        // A job that is only late does no harm when it comes: an event is fanned out once.
        for (const forgotten of await forgottenEvents(tx, earlier(now, minutes(2))))
          await enqueue(tx, fanOutJob, forgotten)
        for (const lane of await dueLanes(tx, now)) await enqueue(tx, deliver, { lane })
      }),
  }),
  recurring({
    name: 'notifications.forget',
    cron: '21 3 * * *',
    async run({ db }, now) {
      await deleteOldNotifications(db, earlier(now, memory))
      await deleteOrphanedPreferences(db)
    },
  }),
]
