import { expect, test, vi } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { ran, resultOf } from './runs.fixture.ts'
import { good, shop } from './shop.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()

test('a changed picture waits for a person: accepted it is the new one, rejected it is a failure', async () => {
  const { person, site, projectId } = await shop(app, 'Ada Looks')
  const paint = (colour: string) => site.set('/', good(`<div style="background:${colour};height:300px"></div>`))
  paint('teal')
  const first = await ran(app, person, projectId)
  expect(first.run).toMatchObject({ state: 'needs_review', reviewCases: 1 })
  const changed = first.named('Looks the same')
  const review = (id: string, position: number, verdict: string) =>
    person.browser.post(`/teams/${person.teamId}/runs/${id}/cases/${position}/review`, { verdict })
  const both = await Promise.all([
    review(first.run.id, changed.position, 'accepted'),
    review(first.run.id, changed.position, 'accepted'),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await resultOf(person, first.run.id)).toMatchObject({ run: { state: 'completed', reviewCases: 0 } })
  expect((await ran(app, person, projectId)).run.state).toBe('completed')
  paint('crimson')
  const second = await ran(app, person, projectId)
  await review(second.run.id, changed.position, 'rejected')
  expect((await resultOf(person, second.run.id)).run).toMatchObject({ state: 'failed', failedCases: 1 })
  const rows = await app.sql(
    "SELECT details ->> 'verdict' AS v FROM audit_log WHERE log_id = $1 AND action = 'baseline.reviewed' ORDER BY at, id",
    [person.teamId],
  )
  expect(rows).toEqual([{ v: 'accepted' }, { v: 'rejected' }])
})
