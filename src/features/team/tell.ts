import type { Permission } from '#access/permissions.ts'
import { type NotificationEvent, notify } from '#features/notifications/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'

interface News {
  /** Such as `team.role_changed`. */
  name: `team.${string}`
  teamId: string
  /** These members, or everybody with the permission. */
  to: Permission | readonly string[]
  title: string
  says?: string[]
  facts?: NotificationEvent['facts']
  link?: NotificationEvent['link']
  data?: Record<string, unknown>
}

/** Tells members what happened in their team, once, if and only if the transaction commits. */
export async function tell(tx: Tx, platform: Platform, news: News, now: Date): Promise<void> {
  const { name, teamId, to, title, says, facts, link, data = {} } = news
  const event: NotificationEvent = {
    type: 'team',
    name,
    id: newId('mem'),
    teamId,
    audience: typeof to === 'string' ? to : { userIds: [...to] },
    title,
    ...(says && { says }),
    ...(facts && { facts }),
    link: link ?? { label: 'Open the team', path: `/settings/team?team=${teamId}` },
    data,
  }
  await notify(tx, platform, event, now)
}
