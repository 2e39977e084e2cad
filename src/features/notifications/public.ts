import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import type { NotificationEvent } from './event.ts'
import { fanOutJob } from './fan-out.job.ts'
import { fanOut } from './fan-out.ts'
import { handOverNow } from './hand-over.ts'
import { kindOf } from './kinds.ts'
import { insertNotification } from './queries.ts'
import { storedEvent } from './stored-event.ts'

export { notificationDeparture } from './departure.ts'
export type { NotificationEvent } from './event.ts'
export { endInboxEvents } from './inbox-events.ts'
export { sealedSlack, sealedWebhooks } from './sealed.queries.ts'

/**
 * The one door for other slices: tells whom it concerns, if and only if the transaction commits, once per event id and team. Who that is and
 * by which channel is decided afterwards by a job, so that telling costs a request one row. What cannot be chosen away is written out in the
 * transaction itself: its letters outlive the team they are about.
 */
export async function notify(tx: Tx, platform: Platform, event: NotificationEvent, now: Date): Promise<void> {
  const { teamId, type, name, projectId = null } = event
  const id = newId('ntf')
  const row = { team_id: teamId, id, event_id: event.id, type, name, project_id: projectId, created_at: now }
  if (!(await insertNotification(tx, { ...row, event: storedEvent(event) }))) return
  if (kindOf(type)) return enqueue(tx, fanOutJob, { teamId, id })
  await fanOut(tx, teamId, id, now)
  await handOverNow(tx, platform, teamId, id, now)
}
