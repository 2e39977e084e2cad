import { departures } from '#app/lifecycle.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { deletionTimetable } from './deletion-timetable.ts'

/** Asks for the deletion of somebody's account, at once unless said otherwise. */
export const leave = (who: Person, more: object = {}, browser = who.browser) =>
  browser.post('/account/deletion', { when: 'now', password: who.password, confirm: 'DELETE', ...more })

/** Somebody who chose to leave in 30 days. */
export async function leaver(app: TestApp, name: string): Promise<Person> {
  const who = await app.person(name)
  const answer = await leave(who, { when: 'in-30-days' })
  if (answer.status !== 202) throw new Error(answer.text)
  return who
}

/** What recurs about deletions, once; then the queue. */
export async function tick(app: TestApp): Promise<void> {
  for (const { run } of deletionTimetable(departures)) await run(app.platform, app.clock.now())
  await app.drain()
}

/** What letters somebody got, oldest first. */
export const subjects = async (app: TestApp, who: Person): Promise<string[]> =>
  (await app.mail(who.email)).map(({ subject }) => subject)

/** Whether somebody still has an account. */
export const exists = async (app: TestApp, who: Person) =>
  (await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).length === 1
