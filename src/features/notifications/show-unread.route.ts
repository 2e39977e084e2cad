import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { UnreadView } from './contract.ts'
import { mostUnread } from './inbox-events.ts'
import { unreadIn } from './log.queries.ts'

/** How many lines of the inbox were not read yet. Asked for every few seconds by a page whose stream is broken, so it looks at one index and nothing else. */
export const showUnread = route({
  method: 'GET',
  path: '/teams/{team}/inbox/unread',
  summary: 'Count unread lines of my inbox',
  access: inTeam('notifications.use'),
  output: UnreadView,
  handle: async ({ who: { user, team }, db }) => ({ unread: await unreadIn(db, team.id, user.id, mostUnread) }),
})
