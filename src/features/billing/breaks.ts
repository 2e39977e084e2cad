import type { Plan } from '#access/plan-catalogue.ts'
import { usageMeters } from '#features/usage/public.ts'
import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'

/** What a team has today that a plan would not hold, as sentences; nothing of it would be lost. */
export async function breaksOf(
  on: Reader,
  config: Config,
  teamId: string,
  { present, next }: { present: Plan; next: Plan },
  now: Date,
): Promise<string[]> {
  const used = Object.fromEntries(
    (await usageMeters(on, config, teamId, now)).map((meter) => [meter.meter, meter.used]),
  )
  const counts: [what: string, used: number, limit: number | null, then: string][] = [
    ['projects', used.projects ?? 0, next.projects, 'All stay and can be read; no new one can be made.'],
    ['members and invitations', used.members ?? 0, next.members, 'Nobody is removed; nobody new can be invited.'],
    [
      'test runs in this period',
      used.runs ?? 0,
      next.runsPerPeriod,
      'Beyond the limit, runs are refused and schedules pause.',
    ],
    ['crawls in this period', used.crawls ?? 0, next.crawlsPerPeriod, 'Beyond the limit, crawls are refused.'],
  ]
  return [
    ...counts
      .filter(([, count, limit]) => limit !== null && count > limit)
      .map(([what, count, limit, then]) => `${count} ${what}, where ${next.name} has ${limit}. ${then}`),
    ...(present.auditLog && !next.auditLog ? ['The Audit Logs tab closes; what happens is still written down.'] : []),
    ...(present.teamTwoFactor && !next.teamTwoFactor
      ? ['Two-factor authentication can no longer be required of the team.']
      : []),
    ...(shorter(present.resultDays, next.resultDays) ? [`Results are kept for ${next.resultDays} days.`] : []),
  ]
}

const shorter = (present: number | null, next: number | null): boolean =>
  next !== null && (present === null || next < present)
