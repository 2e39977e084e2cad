import { later, minutes } from '#platform/clock.ts'
import type { lineRefusals } from './contract.ts'
import type { UsedMeter } from './meters.ts'
import type { Period } from './periods.ts'

/** One told use. */
export interface Told {
  id: string
  meter: UsedMeter
  amount: number
  at: Date
  projectId: string | null
}

/** What decides about told uses; the counters are locked, so `used` stands still. */
export interface Circumstances {
  /** Ids that were counted before. */
  known: ReadonlySet<string>
  period: Period
  now: Date
  limits: Readonly<Record<UsedMeter, number | null>>
  used: Readonly<Record<UsedMeter, number>>
  /** Projects the caller may speak for; null for all. */
  projectIds: readonly string[] | null
}

type LineCode = keyof typeof lineRefusals

/** What becomes of each line. */
export interface Judged {
  counted: Told[]
  repeated: number
  refused: { line: number; id: string; code: LineCode }[]
  /** The counts afterwards. */
  used: Record<UsedMeter, number>
}

/** Decides line by line, in the order they were told: what fits is counted, also after a line that did not. */
export function judgeEvents(lines: readonly Told[], given: Circumstances): Judged {
  const judged: Judged = { counted: [], repeated: 0, refused: [], used: { ...given.used } }
  const seen = new Set(given.known)
  for (const [line, told] of lines.entries()) {
    const code = seen.has(told.id) ? null : refusalOf(told, given, judged.used)
    if (seen.has(told.id)) judged.repeated += 1
    else if (code) judged.refused.push({ line, id: told.id, code })
    else {
      seen.add(told.id)
      judged.counted.push(told)
      judged.used[told.meter] += told.amount
    }
  }
  return judged
}

// Clocks of other machines run a little ahead.
const ahead = minutes(5)

function refusalOf(
  { at, meter, amount, projectId }: Told,
  { now, period, limits, projectIds }: Circumstances,
  used: Record<UsedMeter, number>,
): LineCode | null {
  if (projectIds && !(projectId && projectIds.includes(projectId))) return 'project_not_allowed'
  if (at > later(now, ahead)) return 'in_the_future'
  if (at < period.startsAt || at >= period.endsAt) return 'outside_period'
  const limit = limits[meter]
  return limit !== null && used[meter] + amount > limit ? 'limit_reached' : null
}
