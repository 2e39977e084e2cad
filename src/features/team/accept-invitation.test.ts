import { expect, test } from 'vitest'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { auditedIn, invited, inviteToken } from './team.fixture.ts'

const app = await testApp()

const accept = (person: Person, body: object) => person.browser.post('/invitations/acceptance', body)
const lookup = (token: string, who = app.browser()) => who.post('/invitations/lookup', { token })

test('V69: signed in with the invited mailbox, in whatever case: joins with that role; both sides know; the link is dead', async () => {
  const ada = await app.person('Ada Lovelace')
  const gus = await app.person('Gus Guest')
  const team = ada.teamId
  await invited(ada, team, gus.email.toUpperCase(), 'viewer')
  const token = await inviteToken(app, gus.email)
  expect((await lookup(token, gus.browser)).body).toMatchObject({
    state: 'pending',
    team: 'Ada’s team',
    role: 'viewer',
    inviter: 'Ada Lovelace',
    hasAccount: true,
    yours: true,
    full: false,
  })
  expect((await accept(gus, { token })).body).toEqual({ team: { id: team, name: 'Ada’s team' } })
  expect((await gus.browser.get(`/teams/${team}`)).body.role).toBe('viewer')
  expect((await accept(gus, { token })).body.code).toBe('already_member')
  expect((await lookup(token)).body.state).toBe('accepted')
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('Gus Guest has joined Ada’s team')
  expect(await auditedIn(app, team, 'team.invitation_accepted')).toMatchObject([{ actor_id: gus.id }])
})

test('V83, V87: another account gets nothing from the link, and the invitation stays open', async () => {
  const ada = await app.person('Ada Lovelace')
  const eve = await app.person('Eve Else')
  const gus = await app.person('Gus Guest')
  const id = await invited(ada, ada.teamId, gus.email, 'admin')
  const token = await inviteToken(app, gus.email)
  expect((await lookup(token, eve.browser)).body).toMatchObject({ yours: false, signedInAs: eve.email })
  const refused = await accept(eve, { token })
  expect([refused.status, refused.body.code, refused.body.yours]).toEqual([403, 'other_mailbox', eve.email])
  expect(refused.text).not.toContain(gus.email)
  expect((await accept(eve, { id })).body.code).toBe('other_mailbox')
  expect((await eve.browser.post('/invitations/refusal', { id })).body.code).toBe('invitation_over')
  await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [gus.id])
  expect((await gus.browser.get('/account/invitations')).body.items).toEqual([])
  expect((await accept(gus, { id })).body.code).toBe('mailbox_unproven')
  await app.sql('UPDATE users SET email_verified_at = now() WHERE id = $1', [gus.id])
  expect((await gus.browser.get('/account/invitations')).body.items).toMatchObject([{ id, role: 'admin' }])
  expect((await accept(gus, { id })).status).toBe(200)
})

test('V86: no account yet: signs up through it, with the invited address and no other, also where sign-up is by invitation', async () => {
  const closed = await testApp({ AEGIS_SIGNUP: 'invite' })
  const { operator } = closed
  await invited(operator, operator.teamId, 'nia@example.com', 'member')
  const token = await inviteToken(closed, 'nia@example.com')
  const browser = closed.browser()
  expect((await browser.post('/invitations/lookup', { token })).body).toMatchObject({
    hasAccount: false,
    maySignUp: true,
  })
  const form = { token, fullName: 'Nia New', password: goodPassword, timezone: 'Asia/Kolkata' }
  const signUp = (more: object = {}) => browser.post('/auth/sign-ups/invitation', { ...form, ...more })
  expect((await signUp({ email: 'evil@example.com' })).status).toBe(400)
  expect((await signUp({ password: 'short' })).body.errors[0]).toMatchObject({ field: 'password' })
  await closed.sql('UPDATE teams SET password_min = 30 WHERE id = $1', [operator.teamId])
  expect((await signUp()).body).toMatchObject({ minimum: 30 })
  await closed.sql('UPDATE teams SET password_min = NULL WHERE id = $1', [operator.teamId])
  expect((await signUp()).body).toEqual({ state: 'signed_in', teamId: operator.teamId })
  expect((await browser.get('/account')).body).toMatchObject({
    email: 'nia@example.com',
    emailVerified: true,
    teams: [{ id: operator.teamId, role: 'member' }],
  })
  expect((await closed.browser().post('/auth/sign-ups/invitation', form)).body.code).toBe('invitation_over')
  const taken = await closed.browser().post('/auth/sign-ups', { ...form, token: undefined, email: 'x@example.com' })
  expect(taken.body.code).toBe('sign_up_by_invitation')
})
