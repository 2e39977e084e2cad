import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { TestInput, testRefusals } from './contract.ts'
import { deliver } from './deliver.job.ts'
import { insertDeliveries } from './delivery.queries.ts'
import { kinds } from './kinds.ts'
import { delivery } from './plan-deliveries.ts'
import { insertNotification, markToldOf } from './queries.ts'
import { slackOf, slackPersonOf } from './slack/slack.queries.ts'
import { testEvent } from './test-event.ts'

/** Tries a channel: one message of this type, to oneself (or to the team's channel), at once and whatever was chosen. */
export const sendTest = route({
  method: 'POST',
  path: '/teams/{team}/notifications/tests',
  summary: 'Send a test',
  access: inTeam('notifications.use'),
  limit: { per: 'user', max: 20, every: minutes(10) },
  input: TestInput,
  output: z.object({ id: z.string() }),
  status: 202,
  refusals: testRefusals,
  audit: 'notifications.test_sent',

  async handle({ who: { user, team }, input: { type, channel }, db, now, refuse, record }) {
    return db.transaction(async (tx) => {
      const slack = channel === 'slack' ? await slackOf(tx, team.id) : undefined
      if (channel === 'slack' && !('slack' in kinds[type].choices)) refuse('not_by_slack', 'channel')
      if (channel === 'slack' && !slack) refuse('slack_not_connected')
      const direct = slack?.kind === 'app' && (await slackPersonOf(tx, team.id, user.id)) !== undefined
      const told = { team_id: team.id, id: newId('ntf') }
      const event = testEvent(type, { userId: user.id, teamId: team.id, by: user.fullName }, now)
      await insertNotification(tx, {
        ...told,
        event_id: told.id,
        type,
        name: event.name,
        project_id: null,
        event,
        created_at: now,
      })
      await markToldOf(tx, team.id, told.id, now)
      const mine = channel === 'email' || direct
      const lane = channel === 'email' ? `email:${user.id}` : direct ? `dm:${user.id}` : `slack:${team.id}`
      const place = { channel, lane, user_id: mine ? user.id : null, for_users: mine ? [] : [user.id] }
      const message = delivery(told, place, { bundle: `test:${told.id}`, dueAt: now }, now)
      await insertDeliveries(tx, [message])
      await enqueue(tx, deliver, { lane })
      await record(tx, { target: { kind: 'delivery', id: message.id }, type, channel })
      return { id: message.id }
    })
  },
})
