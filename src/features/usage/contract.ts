import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { limitReachedRefusal } from './limit-reached.ts'

const Meter = z.enum(['projects', 'crawls', 'runs', 'members'])
const UsedMeter = z.enum(['crawls', 'runs'])
const percent = z.int().nullable().describe('Whole percent of the limit, rounded down; null without a limit')

const Share = z.object({
  id: z.string().nullable().describe('null: none was named'),
  name: z.string().nullable().describe('null: it is gone'),
  crawls: z.int(),
  runs: z.int(),
})

/** What a team uses in the current period, and what is left. */
export const UsageView = z.object({
  plan: z.object({ id: z.string(), name: z.string(), trial: z.boolean() }),
  period: z.object({ startsAt: instant(), endsAt: instant() }),
  meters: z.array(
    z.object({
      meter: Meter,
      used: z.int(),
      limit: z.int().nullable().describe('null: no limit'),
      percent,
      resetsAt: instant().nullable().describe('null: it is held, not used up'),
      limitAt: instant()
        .nullable()
        .describe('When the limit is reached at the pace of this period so far; null when not before it begins anew'),
    }),
  ),
  byProject: z.array(Share).describe('Most used first, at most 100'),
  byKey: z.array(Share).describe('Most used first, at most 100'),
  alerts: z
    .array(
      z.object({
        id: z.string(),
        meter: Meter,
        threshold: z.int().describe('Percent; 0 is the pace alert'),
        used: z.int(),
        limit: z.int(),
        raisedAt: instant(),
        resolvedAt: instant().nullable(),
      }),
    )
    .describe('The last ten, newest first'),
  mayManage: z.boolean().describe('You may change which alerts are given'),
})

const longestDays = 366
const day = z.iso.date('Write days as 2027-03-01.')

/** Which days are asked for; the current period unless told. */
export const DaysQuery = z
  .object({ from: day.optional(), to: day.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), 'Send both “from” and “to”, or neither.')
  .refine(
    ({ from, to }) => {
      const length = from && to ? (Date.parse(to) - Date.parse(from)) / 86_400_000 : 0
      return length >= 0 && length < longestDays
    },
    { error: '“from” is not after “to”, and a year is the most.', path: ['to'] },
  )

/** Use by day. Days are UTC; the first of a period may have begun before it. */
export const DaysView = z.object({
  from: z.string(),
  to: z.string(),
  days: z.array(z.object({ day: z.string(), crawls: z.int(), runs: z.int() })).describe('Oldest first, without gaps'),
})

/** Alerts beyond 80, 90 and 100 percent. */
export const AlertSettings = z.object({
  thresholds: z.array(z.int()).describe('Further percentages, smallest first'),
  pace: z.boolean().describe('Tell when the pace of a period would not last until its end'),
  version: z.int(),
})

/** How they are changed. */
export const ChangeAlerts = z.object({
  thresholds: z
    .array(z.int('Use whole percentages.').min(1, 'From 1 percent.').max(99, 'Up to 99 percent; 100 is always told.'))
    .max(10, 'At most ten.')
    .refine((given) => new Set(given).size === given.length, 'A percentage is named twice.'),
  pace: z.boolean(),
})

/** One use that happened elsewhere. */
const ToldEvent = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, 'Use 1 to 100 letters, digits and . : _ -')
    .describe('Yours to choose; whatever is told twice under one id is counted once'),
  meter: UsedMeter,
  amount: z.int().min(1).max(1_000_000).default(1),
  at: z.iso.datetime({ offset: true }).optional().describe('Within the current period; now unless told'),
  projectId: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional(),
})

/** Uses that happened elsewhere, told together. */
export const ReportEvents = z.object({ events: z.array(ToldEvent).min(1).max(1_000) })

/** What became of them. */
export const EventsReported = z.object({
  counted: z.int(),
  repeated: z.int().describe('Counted before, or named twice in this request'),
  refused: z.array(
    z.object({ line: z.int().describe('From 0'), id: z.string(), code: z.string(), message: z.string() }),
  ),
})

/** Why a line of a report is not counted. */
export const lineRefusals = {
  outside_period: 'It happened outside the current period, which is what can still be counted.',
  in_the_future: 'It lies in the future.',
  project_not_allowed: 'This API key may not speak for that project.',
  limit_reached: 'It does not fit into what the plan allows in this period.',
} as const

export const reportRefusals = { limit_reached: limitReachedRefusal } as const
