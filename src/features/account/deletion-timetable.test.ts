import { expect, test } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { exists, leaver, subjects, tick } from './leaving.fixture.ts'

const app = await testApp()

test('letters go out at once, 7 days and 1 day before, each once whatever the number of nodes; then the account goes', async () => {
  const lea = await leaver(app, 'Lea Later')
  const letters = ['7 days', 'tomorrow']
  const soon = async () => (await subjects(app, lea)).filter((one) => letters.some((word) => one.endsWith(word)))
  app.clock.advance(days(22))
  await tick(app)
  expect(await soon()).toEqual([])
  app.clock.advance(days(1) + minutes(1))
  await Promise.all([tick(app), tick(app)])
  expect(await soon()).toEqual(['Your account will be deleted in 7 days'])
  app.clock.advance(days(6))
  await Promise.all([tick(app), tick(app)])
  expect(await soon()).toEqual(['Your account will be deleted in 7 days', 'Your account will be deleted tomorrow'])
  expect(await exists(app, lea)).toBe(true)
  app.clock.advance(hours(24))
  await Promise.all([tick(app), tick(app)])
  expect(await exists(app, lea)).toBe(false)
  expect((await subjects(app, lea)).at(-1)).toBe('Your account was deleted')
  expect((await subjects(app, lea)).filter((one) => one === 'Your account was deleted')).toHaveLength(1)
})

test('a worker that slept through the week warns of the day only', async () => {
  const lea = await leaver(app, 'Lou Late')
  app.clock.advance(days(29) + hours(2))
  await tick(app)
  expect((await subjects(app, lea)).slice(2)).toEqual(['Your account will be deleted tomorrow'])
})

test('the day comes while others depend on the person: told once, and erased as soon as that is settled', async () => {
  const lea = await leaver(app, 'Bea Blocked')
  const otto = await app.person('Otto Other')
  await app.join(otto, lea.teamId, 'member')
  app.clock.advance(days(30) + minutes(1))
  await tick(app)
  await tick(app)
  const blocked = (await subjects(app, lea)).filter((one) => one === 'Your account could not be deleted yet')
  expect([await exists(app, lea), blocked.length]).toEqual([true, 1])
  await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
  expect((await lea.browser.get('/account/deletion')).body.scheduled).toMatchObject({ blocked: true })
  await app.sql("UPDATE memberships SET role = 'owner' WHERE user_id = $1 AND team_id = $2", [otto.id, lea.teamId])
  await tick(app)
  expect(await exists(app, lea)).toBe(false)
  expect((await otto.browser.post('/auth/sessions', { email: otto.email, password: otto.password })).status).toBe(200)
  expect((await otto.browser.get(`/teams/${lea.teamId}`)).body.memberCount).toBe(1)
})
