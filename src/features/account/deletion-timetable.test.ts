import { expect, test } from 'vitest'
import { departures } from '#app/lifecycle.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { deletionTimetable } from './deletion-timetable.ts'

const app = await testApp()

const schedule = async (name: string): Promise<Person> => {
  const who = await app.person(name)
  const body = { when: 'in-30-days', password: who.password, confirm: 'DELETE' }
  expect((await who.browser.post('/account/deletion', body)).status).toBe(202)
  return who
}
/** What recurs, once; then the queue. */
const tick = async () => {
  for (const { run } of deletionTimetable(departures)) await run(app.platform, app.clock.now())
  await app.drain()
}
const subjects = async (who: Person) => (await app.mail(who.email)).map(({ subject }) => subject)
const exists = async (who: Person) => (await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).length === 1

test('letters go out at once, 7 days and 1 day before, each once whatever the number of nodes; then the account goes', async () => {
  const lea = await schedule('Lea Later')
  const letters = ['7 days', 'tomorrow']
  const soon = async () => (await subjects(lea)).filter((one) => letters.some((word) => one.endsWith(word)))
  app.clock.advance(days(22))
  await tick()
  expect(await soon()).toEqual([])
  app.clock.advance(days(1) + minutes(1))
  await Promise.all([tick(), tick()])
  expect(await soon()).toEqual(['Your account will be deleted in 7 days'])
  app.clock.advance(days(6))
  await Promise.all([tick(), tick()])
  expect(await soon()).toEqual(['Your account will be deleted in 7 days', 'Your account will be deleted tomorrow'])
  expect(await exists(lea)).toBe(true)
  app.clock.advance(hours(24))
  await Promise.all([tick(), tick()])
  expect(await exists(lea)).toBe(false)
  expect((await subjects(lea)).at(-1)).toBe('Your account was deleted')
  expect((await subjects(lea)).filter((one) => one === 'Your account was deleted')).toHaveLength(1)
})

test('a worker that slept through the week warns of the day only', async () => {
  const lea = await schedule('Lou Late')
  app.clock.advance(days(29) + hours(2))
  await tick()
  expect((await subjects(lea)).slice(2)).toEqual(['Your account will be deleted tomorrow'])
})

test('cancelled: nothing goes, no letter follows, and it can be asked for again', async () => {
  const lea = await schedule('Ria Remain')
  app.clock.advance(days(3))
  await lea.browser.post('/auth/confirmation', { password: lea.password })
  expect((await lea.browser.delete('/account/deletion')).status).toBe(204)
  const again = await lea.browser.delete('/account/deletion')
  expect([again.status, again.body.code]).toEqual([409, 'nothing_scheduled'])
  app.clock.advance(days(40))
  await tick()
  expect(await exists(lea)).toBe(true)
  expect((await subjects(lea)).at(-1)).toBe('Your account stays')
  const rows = await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'account.deletion_cancelled'", [
    lea.id,
  ])
  expect(rows).toHaveLength(1)
})

test('the day comes while others depend on the person: told once, and erased as soon as that is settled', async () => {
  const lea = await schedule('Bea Blocked')
  const otto = await app.person('Otto Other')
  await app.join(otto, lea.teamId, 'member')
  app.clock.advance(days(30) + minutes(1))
  await tick()
  await tick()
  const blocked = (await subjects(lea)).filter((one) => one === 'Your account could not be deleted yet')
  expect([await exists(lea), blocked.length]).toEqual([true, 1])
  await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
  expect((await lea.browser.get('/account/deletion')).body.scheduled).toMatchObject({ blocked: true })
  await app.sql("UPDATE memberships SET role = 'owner' WHERE user_id = $1 AND team_id = $2", [otto.id, lea.teamId])
  await tick()
  expect(await exists(lea)).toBe(false)
  expect((await otto.browser.post('/auth/sessions', { email: otto.email, password: otto.password })).status).toBe(200)
  expect((await otto.browser.get(`/teams/${lea.teamId}`)).body.memberCount).toBe(1)
})

test('cancelling at the very moment the day comes: one of both happens, never half of each', async () => {
  for (let round = 0; round < 5; round++) {
    const lea = await schedule('Rex Race')
    app.clock.advance(days(30) + minutes(1))
    await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
    const [cancelled] = await Promise.all([lea.browser.delete('/account/deletion'), tick()])
    await tick()
    expect([204, 401, 409]).toContain(cancelled.status)
    expect(await exists(lea)).toBe(cancelled.status === 204)
  }
})

test('Secure my account cancels a deletion that waits, so that nobody can plant one', async () => {
  const lea = await schedule('Sue Secured')
  const { body } = await lea.browser.post('/account/lockdown')
  expect(body.taken).toContainEqual({ what: 'deletion', count: 1 })
  expect((await lea.browser.get('/account/deletion')).body).toEqual({ scheduled: null })
})
