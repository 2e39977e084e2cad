import { days, earlier } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import { changeAlerts } from './change-alerts.route.ts'
import { forgetEventsBefore } from './event.queries.ts'
import { exportUsage } from './export-usage.route.ts'
import { listDays } from './list-days.route.ts'
import { reportEvents } from './report-events.route.ts'
import { showAlerts } from './show-alerts.route.ts'
import { showUsage } from './show-usage.route.ts'
import { sumUp } from './sum-up.ts'
import { sweepUsage } from './sweep.ts'

/** Every route of this slice. */
export const usageRoutes = [showUsage, listDays, exportUsage, reportEvents, showAlerts, changeAlerts] as const

/** What recurs in this slice. */
export const usageTimetable = [
  // What a node that died did not come to.
  recurring({ name: 'usage.sum_up', cron: '* * * * *', run: sumUp }),
  recurring({ name: 'usage.sweep', cron: '*/10 * * * *', run: sweepUsage }),
  recurring({
    name: 'usage.forget_events',
    cron: '19 3 * * *',
    run: async ({ db }, now) => void (await forgetEventsBefore(db, earlier(now, days(70)))),
  }),
]
