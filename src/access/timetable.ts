import { days, earlier } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import { sweepOneTimeTokens } from './one-time-tokens.ts'
import { sweepSessions } from './queries.ts'

/** What the access layer cleans up. Nothing relies on it: sessions and tokens are refused by their own dates. */
export const accessTimetable = [
  recurring({
    name: 'access.sweep_sessions',
    cron: '13 * * * *',
    run: ({ db, config }, now) => sweepSessions(db, now, earlier(now, days(config.AEGIS_SESSION_IDLE_DAYS))),
  }),
  recurring({
    name: 'access.sweep_tokens',
    cron: '23 3 * * *',
    run: ({ db }, now) => sweepOneTimeTokens(db, earlier(now, days(7))),
  }),
]
