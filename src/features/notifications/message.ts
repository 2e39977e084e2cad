import { kindOf } from './kinds.ts'
import type { NotificationRow } from './tables.ts'

const mostListed = 20

/** What several events say as one message. */
export interface Summary {
  title: string
  says: string[]
  items: string[]
  link: { label: string; path: string }
}

/** One message of many events: how many of what, the first of them by name, and where the rest is. */
export function summaryOf(events: readonly NotificationRow[], teamName: string): Summary {
  const types = [...new Set(events.map(({ type }) => type))]
  const counts = types.map((type) => `${events.filter((told) => told.type === type).length} × ${wordOf(type)}`)
  const more = events.length - mostListed
  const only = types.length === 1 ? events[0] : undefined
  return {
    title: only
      ? `${events.length} × ${wordOf(only.type)} in ${teamName}`
      : `${events.length} notifications from ${teamName}`,
    says: only ? [`${events.length} came within a short time, so they are told together.`] : [`${counts.join(', ')}.`],
    items: [
      ...events.slice(0, mostListed).map(({ event }) => event.title),
      ...(more > 0 ? [`and ${more} more, in your inbox`] : []),
    ],
    link: { label: 'Open your inbox', path: `/inbox?team=${events[0]?.team_id ?? ''}` },
  }
}

const wordOf = (type: string): string => kindOf(type)?.label ?? 'Team'
