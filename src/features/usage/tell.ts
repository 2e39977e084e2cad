import { type NotificationEvent, notify } from '#features/notifications/public.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { Reading } from './alerts.ts'
import { isUsedUp, type Meter, nameOf } from './meters.ts'

type Told = Reading & { limit: number | null; id: string }

/** Tells those who look after usage that a share of a limit is reached. Threshold 0 is the pace alert. */
export async function tellReached(
  tx: Tx,
  platform: Platform,
  told: Told & { limit: number; threshold: number },
  now: Date,
): Promise<void> {
  const { name, title, says } = wordsOf(told)
  await notify(
    tx,
    platform,
    { ...eventOf(told), name, title, says, data: { ...dataOf(told), threshold: told.threshold } },
    now,
  )
}

/** Tells the same people that there is room again. */
export async function tellResolved(tx: Tx, platform: Platform, told: Told, now: Date): Promise<void> {
  const what = nameOf[told.meter]
  const says = ['What was refused works again, and scheduled runs that paused go on by themselves.']
  const event = {
    ...eventOf(told),
    id: `${told.id}:resolved`,
    name: 'usage.resolved',
    title: `There is room for ${what} again`,
    says,
  }
  await notify(tx, platform, { ...event, data: dataOf(told) }, now)
}

const written = (count: number): string => count.toLocaleString('en')

const dataOf = ({ meter, used, limit }: Told) => ({ meter, used, limit })

const eventOf = ({
  teamId,
  meter,
  standing,
  used,
  limit,
  id,
}: Told): Omit<NotificationEvent, 'name' | 'title' | 'data'> => ({
  type: 'usage-alerts',
  id,
  teamId,
  audience: 'usage.view',
  facts: {
    Used:
      limit === null ? `${written(used)} ${nameOf[meter]}` : `${written(used)} of ${written(limit)} ${nameOf[meter]}`,
    Plan: standing.plan.name,
    ...(isUsedUp(meter) && { 'Begins anew': standing.period.endsAt }),
  },
  link: { label: 'Open Usage', path: `/settings/usage?team=${teamId}` },
})

function wordsOf({ threshold, meter, used, limit, standing }: Told & { limit: number; threshold: number }) {
  const what = nameOf[meter]
  if (threshold === 0) {
    return {
      name: 'usage.pace',
      title: `Your ${what} may run out before the period ends`,
      says: [
        `${written(used)} of ${written(limit)} are used. At the pace of this period so far, the rest will not last until its end.`,
      ],
    }
  }
  if (threshold >= 100) {
    const more = `You have ${written(used)} ${what}, and the plan ${standing.plan.name} has room for ${written(limit)}`
    return {
      name: 'usage.limit_reached',
      title: used > limit && !isUsedUp(meter) ? more : `Your limit of ${written(limit)} ${what} is reached`,
      says: [afterLimit[meter]],
    }
  }
  const name = threshold === 90 ? 'usage.urgent' : threshold === 80 ? 'usage.warning' : 'usage.threshold'
  return {
    name,
    title: `${threshold === 90 ? 'Urgent: ' : ''}${threshold} % of your ${what} ${isUsedUp(meter) ? 'are used' : 'are taken'}`,
    says: [`At the limit: ${afterLimit[meter]}`],
  }
}

const afterLimit: Readonly<Record<Meter, string>> = {
  projects: 'New projects are refused. Those you have keep working.',
  crawls: 'New crawls are refused until the period begins anew. Crawls under way are finished, and results stay.',
  runs: 'New test runs are refused and scheduled runs pause until the period begins anew. Runs under way are finished, and results stay.',
  members: 'New invitations are refused. Those who belong to the team keep working.',
}
