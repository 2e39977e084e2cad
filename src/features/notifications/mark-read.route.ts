import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { ReadInput, UnreadView } from './contract.ts'
import { markRead } from './inbox.queries.ts'
import { mostUnread } from './inbox-events.ts'
import { unreadIn } from './log.queries.ts'

/** Marks lines of the inbox as read, or all of them. */
export const readInbox = route({
  method: 'POST',
  path: '/teams/{team}/inbox/read',
  summary: 'Mark lines of my inbox as read',
  access: inTeam('notifications.use'),
  input: ReadInput,
  output: UnreadView,
  audit: { none: 'reading one’s own inbox is nobody else’s affair' },

  async handle({ who: { user, team }, input: { ids }, db, now }) {
    await db.transaction((tx) => markRead(tx, { teamId: team.id, userId: user.id, ids: ids ?? 'all' }, now))
    return { unread: await unreadIn(db, team.id, user.id, mostUnread) }
  },
})
