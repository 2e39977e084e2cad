import { expect, test } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { invited, inviteToken, onPlan, roomy } from './team.fixture.ts'

const app = await testApp()

const accept = (person: Person, body: object) => person.browser.post('/invitations/acceptance', body)
const lookup = (token: string, who = app.browser()) => who.post('/invitations/lookup', { token })

test('V84, V90: only the latest link works, for seven days; tampered, revoked and declined ones are dead', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const gus = await app.person('Gus Guest')
  const id = await invited(ada, team, gus.email)
  const first = await inviteToken(app, gus.email)
  expect((await ada.browser.post(`/teams/${team}/invitations/${id}/letter`)).body).toMatchObject({ state: 'pending' })
  const second = await inviteToken(app, gus.email)
  expect(second).not.toBe(first)
  expect((await accept(gus, { token: first })).body.code).toBe('invitation_over')
  expect((await accept(gus, { token: `${second.slice(0, -1)}${second.endsWith('A') ? 'B' : 'A'}` })).status).toBe(410)
  app.clock.advance(days(7))
  expect((await lookup(second)).body.state).toBe('expired')
  expect((await accept(gus, { token: second })).body.code).toBe('invitation_over')
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  await ada.browser.post(`/teams/${team}/invitations/${id}/letter`)
  const third = await inviteToken(app, gus.email)
  expect((await app.browser().post('/invitations/refusal', { token: third })).status).toBe(204)
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe(`${gus.email} declined your invitation to Ada’s team`)
  expect((await accept(gus, { token: third })).body.code).toBe('invitation_over')
  expect((await ada.browser.post(`/teams/${team}/invitations/${id}/letter`)).body.code).toBe('invitation_ended')

  const again = await invited(ada, team, gus.email)
  const fourth = await inviteToken(app, gus.email)
  expect((await ada.browser.delete(`/teams/${team}/invitations/${again}`)).status).toBe(204)
  expect((await lookup(fourth)).body.state).toBe('revoked')
  expect((await accept(gus, { token: fourth })).body.code).toBe('invitation_over')
  const states = (await ada.browser.get(`/teams/${team}/invitations`)).body.items.map(
    (one: { state: string }) => one.state,
  )
  expect(states).toEqual(['revoked', 'declined'])
})

test('an expired link asks for a new one: whoever invited is told, once a day', async () => {
  const ada = await app.person('Ada Lovelace')
  await invited(ada, ada.teamId, 'late@example.com')
  const token = await inviteToken(app, 'late@example.com')
  const ask = () => app.browser().post('/invitations/renewals', { token })
  await ask()
  app.clock.advance(days(7))
  await ask()
  await ask()
  const asked = (await app.mail(ada.email)).filter(({ subject }) => subject.includes('asks for a new invitation'))
  expect(asked.map(({ subject }) => subject)).toEqual(['late@example.com asks for a new invitation to Ada’s team'])
  app.clock.advance(hours(25))
  await ask()
  expect((await app.mail(ada.email)).filter(({ subject }) => subject.includes('asks for a new'))).toHaveLength(2)
})

test('all stale ones are sent again, as far as there are seats', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await roomy(app, team)
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await invited(ada, team, `${name}.stale.${team.slice(-6)}@example.com`)
  app.clock.advance(days(7))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  await onPlan(app, team, 'pro')
  expect((await ada.browser.post(`/teams/${team}/invitations/stale/letters`)).body).toEqual({ sent: 4, overSeats: 2 })
  app.clock.advance(minutes(1))
  expect((await ada.browser.post(`/teams/${team}/invitations/stale/letters`)).body).toEqual({ sent: 0, overSeats: 2 })
})
