import { formatInZone } from '#platform/zones.ts'
import { reachedAt } from '../meters.ts'
import type { MeterOf, Share, Usage } from './usage-query.ts'

/** The meters as the tab names them. */
export const labels: Readonly<Record<MeterOf['meter'], string>> = {
  projects: 'Projects',
  crawls: 'Crawls',
  runs: 'Test Runs',
  members: 'Team Members',
}

/** “1,284” */
export const count = (n: number): string => n.toLocaleString('en-GB')

/** “26 of 250”, or “26” where there is no limit. */
export const ofLimit = ({ used, limit }: { used: number; limit: number | null }): string =>
  limit === null ? count(used) : `${count(used)} of ${count(limit)}`

/** How near the limit it is: this decides colour, sign and words together. */
export type Nearness = 'fine' | 'near' | 'full'

/** Nearness in steps of the common alerts. A team of five on a plan for five is no emergency; five runs of five are. */
export function nearness({ percent, resetsAt, used, limit }: MeterOf): Nearness {
  if (percent === null || limit === null || percent < 80) return 'fine'
  return percent < 100 || (resetsAt === null && used === limit) ? 'near' : 'full'
}

/** What comes of it, in a sentence; null while there is nothing to say. */
export function meterSays(meter: MeterOf, zone: string): string | null {
  const { used, limit, limitAt, percent } = meter
  if (limit !== null && used > limit)
    return `${count(used - limit)} more than the plan has room for. Nothing is taken away.`
  if (percent !== null && percent >= 100) return fullSays[meter.meter]
  if (limitAt) return `At this pace the limit is reached on ${formatInZone(new Date(limitAt), zone, 'date')}.`
  return null
}

const fullSays: Readonly<Record<MeterOf['meter'], string>> = {
  projects: 'As many as the plan has room for: no new project.',
  crawls: 'Limit reached: no new crawl until then. What runs is finished.',
  runs: 'Limit reached: no new run until then, and schedules pause. What runs is finished.',
  members: 'As many as the plan has room for: no new invitation.',
}

/** “Pro, on trial · 1 Mar 2027 – 15 Mar 2027”. */
export function periodSays({ plan, period }: Pick<Usage, 'plan' | 'period'>, zone: string): string {
  const [from, to] = [period.startsAt, period.endsAt].map((at) => formatInZone(new Date(at), zone, 'date'))
  return `${plan.name}${plan.trial ? ', on trial' : ''} · ${from} – ${to}`
}

/** What a project or key is called that used something. */
export const shareName = ({ id, name }: Share, kind: 'project' | 'key'): string =>
  name ??
  (id === null
    ? { project: 'Without a project', key: 'Without an API key' }[kind]
    : `${{ project: 'A deleted project', key: 'A revoked key' }[kind]} (…${id.slice(-4)})`)

/** “80 %: 8 projects · 200 crawls · 2,000 runs · 4 members”: at which counts a percentage is reached. */
export function thresholdSays(percent: number, meters: readonly MeterOf[]): string {
  const short = { projects: 'project', crawls: 'crawl', runs: 'run', members: 'member' }
  const told = meters.flatMap(({ meter, limit }) =>
    limit === null ? [] : [plural(reachedAt(limit, percent), short[meter])],
  )
  return told.length > 0 ? told.join(' · ') : 'nothing, as nothing is limited'
}

const plural = (n: number, one: string): string => `${count(n)} ${one}${n === 1 ? '' : 's'}`

/** Percentages as somebody typed them: “50, 75 %”. Null when it is no list of whole percentages from 1 to 99. */
export function readPercentages(text: string): number[] | null {
  const parts = text.split(/[\s,;%]+/).filter(Boolean)
  const found = parts.map((part) => (/^\d{1,2}$/.test(part) ? Number(part) : 0))
  if (found.some((percent) => percent < 1)) return null
  return [...new Set(found)].sort((one, other) => one - other)
}
