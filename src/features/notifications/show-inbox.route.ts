import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { DeliveriesQuery, InboxView } from './contract.ts'
import { pageOf } from './delivery-view.ts'
import { mostUnread } from './inbox-events.ts'
import { loggedDeliveries, unreadIn } from './log.queries.ts'

/** Everything this person was told in this team, newest first. */
export const showInbox = route({
  method: 'GET',
  path: '/teams/{team}/inbox',
  summary: 'Read my inbox',
  access: inTeam('notifications.use'),
  query: DeliveriesQuery,
  output: InboxView,

  async handle({ who: { user, team }, query: { cursor, limit }, db }) {
    const rows = await loggedDeliveries(db, { teamId: team.id, inboxOf: user.id }, { cursor, limit: limit + 1 })
    const page = pageOf(rows, limit, (row) => ({
      id: row.id,
      type: row.type,
      title: row.event.title,
      says: row.event.says[0] ?? row.event.items[0] ?? '',
      link: row.event.link,
      along: row.along,
      at: row.created_at,
      read: row.read_at !== null,
    }))
    return { ...page, unread: await unreadIn(db, team.id, user.id, mostUnread) }
  },
})
