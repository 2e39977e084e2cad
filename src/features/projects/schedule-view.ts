import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { TeamOf } from '#access/principal.ts'
import type { ScheduleView } from './contract.ts'
import { nextTimes } from './cron.ts'
import { cronWords } from './cron-words.ts'
import type { ScheduleRow } from './rows.ts'
import type { ListedSchedule } from './schedule-list.queries.ts'

const shownTimes = 5

/** A schedule as somebody of its team sees it. */
export const scheduleView = (
  row: ListedSchedule,
  { role }: Pick<TeamOf, 'role'>,
  now: Date,
): z.input<typeof ScheduleView> => ({
  id: row.id,
  project: { id: row.project_id, name: row.project_name, archived: row.project_archived },
  suite: row.suite_id ? { id: row.suite_id, name: row.suite_name ?? '' } : null,
  cron: row.cron,
  says: cronWords(row.cron),
  zone: row.zone,
  enabled: row.enabled,
  nextTimes: row.enabled && !row.project_archived ? nextTimes(row.cron, row.zone, now, shownTimes) : [],
  lastRanAt: row.last_ran_at,
  missedAt: row.missed_at,
  paused: pauseOf(row),
  createdBy: row.created_by ? { id: row.created_by, name: row.creator_name ?? '' } : null,
  mayEdit: may(role, 'projects.edit'),
  version: row.version,
})

const pausedSays = {
  run_quota: 'The plan has no test runs left, so its last run was refused. It is tried again at its next times.',
  no_tests: 'There was nothing to test: no test is switched on. It is tried again at its next times.',
}

const pauseOf = ({ paused_at, paused_reason, paused_until }: ScheduleRow) =>
  paused_at && paused_reason
    ? {
        at: paused_at,
        reason: paused_reason,
        until: paused_until,
        says: pausedSays[paused_reason],
      }
    : null
