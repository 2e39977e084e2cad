import { afterAll, expect, test } from 'vitest'
import { later, minutes, seconds } from '#platform/clock.ts'
import { drainJobs } from '#platform/jobs/worker.ts'
import { testApp } from '#tests/harness.ts'
import { deliver } from '../deliver.job.ts'
import { deliveriesOf, tell, usageAlert } from '../telling.fixture.ts'
import { notificationTimetable } from '../timetable.ts'
import { program } from './program.fixture.ts'

const far = await program()
const app = await testApp()
afterAll(() => far.close())

const titleOf = ({ body }: { body: string }): string => JSON.parse(body).title

/** Somebody whose program takes five seconds for each answer. */
async function slowlyTold(name: string): Promise<{ teamId: string; path: string; titles: string[] }> {
  const ada = await app.person(name)
  const { body } = await ada.browser.post(`/teams/${ada.teamId}/webhooks`, { url: far.url, types: [] })
  far.heard.length = 0
  far.status = 200
  far.headers = {}
  far.before = () => app.clock.advance(seconds(5))
  const titles = Array.from({ length: 20 }, (_, i) => `Alert ${String(i).padStart(2, '0')}`)
  for (const title of titles) await tell(app, usageAlert(ada.teamId, 80, { title }))
  return { teamId: ada.teamId, path: `/teams/${ada.teamId}/webhooks/${body.id}/deliveries`, titles }
}

/** The worker’s tick and a second worker, while the first one waits for an answer. */
async function anotherWorker(): Promise<void> {
  for (const { name, run } of notificationTimetable)
    if (name === 'notifications.tick') await run(app.platform, app.clock.now())
  await drainJobs(app.platform, [deliver])
}

test('a slow program is told each thing once, in order, though its lane takes longer than a lease and ticks go on', async () => {
  const { teamId, titles } = await slowlyTold('Ada Slow')
  let inFlight = 0
  let most = 0
  far.before = async () => {
    inFlight++
    most = Math.max(most, inFlight)
    app.clock.advance(seconds(5))
    if (far.heard.length >= 12 && inFlight === 1) await anotherWorker()
    inFlight--
  }
  await app.drain()
  expect(far.heard.map(titleOf)).toEqual(titles)
  expect(most).toBe(1)
  const rows = await deliveriesOf(app, teamId, 'webhook')
  expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(titles.map(() => ['sent', 1]))
})

test.each<[number, Record<string, string>, number]>([
  [500, {}, seconds(10)],
  [429, { 'retry-after': '90' }, seconds(90)],
])(
  'the pause after %s counts from the answer, however long the lane has been at work',
  async (status, headers, pause) => {
    const { teamId } = await slowlyTold(`Ada Paused ${status}`)
    let answered = app.clock.now()
    far.before = () => {
      app.clock.advance(seconds(5))
      answered = app.clock.now()
      if (far.heard.length === 15) Object.assign(far, { status, headers })
    }
    await app.drain()
    expect(far.heard).toHaveLength(15)
    const [next] = await app.sql<{ next_at: Date }>(
      "SELECT next_at FROM notification_deliveries WHERE team_id = $1 AND channel = 'webhook' AND attempts = 1 AND state = 'waiting'",
      [teamId],
    )
    expect(next?.next_at).toEqual(later(answered, pause))
    far.before = () => {}
    far.status = 200
    app.clock.advance(minutes(2))
  },
)
