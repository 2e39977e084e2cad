import { expect, test } from 'vitest'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { invited, inviteToken, memberIn, onPlan, rolesIn, roomy } from './team.fixture.ts'

const app = await testApp()

const accept = (person: Person, body: object) => person.browser.post('/invitations/acceptance', body)
const lookup = (token: string, who = app.browser()) => who.post('/invitations/lookup', { token })

test('V97: fifteen accept at once where three seats are left: exactly three come in, the others are told', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await roomy(app, team)
  const guests: Person[] = []
  for (let i = 0; i < 15; i++) guests.push(await app.person(`Guest ${i}`))
  const addresses = guests.map(({ email }) => email)
  await ada.browser.post(`/teams/${team}/invitations`, { addresses, role: 'member' })
  const tokens = await Promise.all(addresses.map((email) => inviteToken(app, email)))
  await onPlan(app, team, 'pro')
  await memberIn(app, team, 'viewer', 'Vic Viewer')
  const answers = await Promise.all(guests.map((guest, i) => accept(guest, { token: tokens[i] })))
  const told = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim())
  expect(told.filter((one) => one === '200')).toHaveLength(3)
  expect(told.filter((one) => one === '402 team_full')).toHaveLength(12)
  expect(Object.keys(await rolesIn(app, team))).toHaveLength(5)
  const late = tokens[told.indexOf('402 team_full')] ?? ''
  expect((await lookup(late)).body).toMatchObject({ state: 'pending', full: true })
  await roomy(app, team)
  expect((await accept(guests[told.indexOf('402 team_full')] as Person, { token: late })).status).toBe(200)
})

test('V85: twenty uses of one link at once make one member, through acceptance and sign-up alike', async () => {
  const ada = await app.person('Ada Lovelace')
  const gus = await app.person('Gus Guest')
  await invited(ada, ada.teamId, gus.email)
  const token = await inviteToken(app, gus.email)
  const answers = await Promise.all(Array.from({ length: 20 }, () => accept(gus, { token })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  await invited(ada, ada.teamId, 'twenty.new@example.com')
  const form = {
    token: await inviteToken(app, 'twenty.new@example.com'),
    fullName: 'T',
    password: goodPassword,
    timezone: 'UTC',
  }
  const made = await Promise.all(
    Array.from({ length: 20 }, () => app.browser().post('/auth/sign-ups/invitation', form)),
  )
  expect(made.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(made.filter(({ status }) => status >= 500)).toHaveLength(0)
  expect(Object.keys(await rolesIn(app, ada.teamId))).toHaveLength(3)
})
