import { Readable } from 'node:stream'
import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { inboxEvents } from './inbox-events.ts'

/** Tells an open page how much of the inbox is unread, as it changes. */
export const followInbox = route({
  method: 'GET',
  path: '/teams/{team}/inbox/events',
  summary: 'Follow my inbox',
  access: inTeam('notifications.use'),
  output: z.instanceof(Readable),
  media: 'text/event-stream',

  async handle({ who: { user, team, session }, platform, setHeader }) {
    setHeader('X-Accel-Buffering', 'no') // a proxy that gathers would hold events back
    return inboxEvents(platform, { teamId: team.id, userId: user.id, sessionId: session.id })
  },
})
