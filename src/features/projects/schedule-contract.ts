import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'

const id = (prefix: 'prj' | 'suite' | 'sch', says: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), says)

const SuiteId = id('suite', 'This is not the id of a suite.')

const Cron = z
  .string()
  .transform((text) => text.trim().replace(/\s+/g, ' '))
  .refine((text) => text.length <= 100, 'Use at most 100 characters.')

/** A new schedule. Without a zone it is the one of whoever makes it. */
export const CreateSchedule = z.object({
  suiteId: SuiteId.nullable().default(null).describe('null: every suite of the project'),
  cron: Cron,
  zone: z.string().max(64).optional(),
  enabled: z.boolean().default(true),
})

/** What may change about a schedule; what is left out stays. */
export const UpdateSchedule = z.object({
  suiteId: SuiteId.nullable().optional(),
  cron: Cron.optional(),
  zone: z.string().max(64).optional(),
  enabled: z.boolean().optional(),
})

/** Which schedules are asked for. */
export const SchedulesQuery = z.object({
  project: id('prj', 'This is not the id of a project.').optional(),
  cursor: id('sch', 'Use the nextCursor of the page before.').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** A schedule as people see it. */
export const ScheduleView = z.object({
  id: z.string(),
  project: z.object({ id: z.string(), name: z.string(), archived: z.boolean() }),
  suite: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: every suite of the project'),
  cron: z.string(),
  says: z.string().describe('The pattern in words'),
  zone: z.string(),
  enabled: z.boolean(),
  nextTimes: z.array(instant()).describe('The next five; none while it is off'),
  lastRanAt: instant().nullable(),
  missedAt: instant().nullable().describe('Was due while the server was down, too long ago to be made up for'),
  paused: z
    .object({ at: instant(), reason: z.enum(['run_quota', 'no_tests']), until: instant().nullable(), says: z.string() })
    .nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  mayEdit: z.boolean(),
  version: z.int(),
})

/** A page of schedules, newest first. */
export const SchedulesView = z.object({ items: z.array(ScheduleView), nextCursor: z.string().nullable() })

export const scheduleRefusals = {
  cron_invalid: {
    status: 400,
    message:
      'Write five fields (minute, hour, day of month, month, weekday) that name a time which comes, such as 0 9 * * 1-5.',
  },
  zone_unknown: { status: 400, message: 'This is not a time zone we know. Write one such as Europe/Berlin.' },
  suite_unknown: { status: 400, message: 'This project has no such suite.' },
  too_many_schedules: { status: 409, message: 'This project has 100 schedules. Delete some before adding more.' },
} as const
