import { mailTimetable } from '#platform/mail/timetable.ts'
import { listDeadJobs } from './list-dead-jobs.route.ts'
import { listOutbox } from './list-outbox.route.ts'
import { retryLetter } from './retry-letter.route.ts'
import { showHealth } from './show-health.route.ts'
import { showLetter } from './show-letter.route.ts'

/** Every route of this slice. */
export const operateRoutes = [showHealth, listOutbox, showLetter, retryLetter, listDeadJobs] as const

/** What recurs for the operator: the outbox forgets, and rescues letters whose worker died. */
export const operateTimetable = [...mailTimetable] as const
