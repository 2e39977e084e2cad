import { minutes } from '#platform/clock.ts'
import type { TestApp } from '#tests/harness.ts'
import type { NotificationEvent } from './event.ts'
import { notify } from './public.ts'
import { notificationTimetable } from './timetable.ts'

let events = 0

/** An event as runs tell it. */
export const failedRun = (teamId: string, more: Partial<NotificationEvent> = {}): NotificationEvent => ({
  type: 'test-failures',
  name: 'run.failed',
  id: `run-${++events}`,
  teamId,
  audience: 'runs.view',
  title: `2 of 12 tests failed: Shop`,
  facts: {
    Status: 'Failed',
    Project: 'Shop',
    Tests: 'Checkout',
    Passed: '10',
    Failed: '2',
    Skipped: '0',
    Duration: '1 min 12 s',
  },
  items: ['Cart – adds an item: Expected 1, found 0', 'Cart – empties: timeout'],
  link: { label: 'See the run', path: `/runs/run_1?team=${teamId}` },
  data: { runId: 'run_1', failedCases: 2 },
  ...more,
})

/** An alert that goes at once. */
export const usageAlert = (
  teamId: string,
  threshold: number,
  more: Partial<NotificationEvent> = {},
): NotificationEvent => ({
  type: 'usage-alerts',
  name: 'usage.warning',
  id: `alert-${++events}`,
  teamId,
  audience: 'usage.view',
  title: `${threshold} % of your test runs are used`,
  says: ['Something about it.'],
  link: { label: 'Open Usage', path: `/settings/usage?team=${teamId}` },
  data: { threshold },
  ...more,
})

/** Tells of these in one transaction. */
export const tell = (app: TestApp, ...told: NotificationEvent[]): Promise<void> =>
  app.platform.db.transaction(async (tx) => {
    for (const event of told) await notify(tx, app.platform, event, app.clock.now())
  })

/** What the worker’s tick does each minute, and the work that follows. */
export async function tick(app: TestApp): Promise<void> {
  await app.drain()
  for (const { name, run } of notificationTimetable)
    if (name === 'notifications.tick') await run(app.platform, app.clock.now())
  await app.drain()
}

/** What stands in the rows of a team’s messages. */
export const deliveriesOf = (app: TestApp, teamId: string, channel: string) =>
  app.sql<{
    id: string
    state: string
    says: string | null
    note: string | null
    attempts: number
    user_id: string | null
    lane: string
  }>(
    'SELECT id, state, says, note, attempts, user_id, lane FROM notification_deliveries WHERE team_id = $1 AND channel = $2 ORDER BY created_at, id',
    [teamId, channel],
  )

/** Lets the window of a burst pass, so that what waited in it is sent. */
export async function burstOver(app: TestApp): Promise<void> {
  await app.drain()
  app.clock.advance(minutes(5))
  await tick(app)
}
