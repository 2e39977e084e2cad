import { expect, test } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { auditedIn, invited, inviteToken, memberIn, onPlan, rolesIn, roomy } from './team.fixture.ts'

const app = await testApp()

const accept = (person: Person, body: object) => person.browser.post('/invitations/acceptance', body)
const lookup = (token: string, who = app.browser()) => who.post('/invitations/lookup', { token })

test('pasted lines: a verdict for each, seats and money said before, sent once, counted once (V147)', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  await onPlan(app, team, 'pro')
  const ben = await memberIn(app, team, 'member', 'Ben Member')
  await invited(ada, team, 'here@example.com')
  const addresses = [
    'one@example.com',
    ` ${ben.email.toUpperCase()} `,
    'HERE@example.com',
    'one@Example.com',
    'not an address',
    'a@example.com,b@example.com',
    'two\u200b@example.com',
    'two@example.com',
    'three@example.com',
  ]
  const verdicts = [
    'ok',
    'already_member',
    'already_invited',
    'duplicate',
    'malformed',
    'malformed',
    'malformed',
    'ok',
    'over_seats',
  ]
  const preview = await ada.browser.post(`/teams/${team}/invitations/preview`, { addresses })
  expect(preview.body.lines.map(({ verdict }: { verdict: string }) => verdict)).toEqual(verdicts)
  expect(preview.body).toMatchObject({
    invited: 2,
    seats: { limit: 5, members: 2, pending: 1, plan: { name: 'Pro', monthlyPrice: 2900 } },
    larger: { name: 'Business', monthlyPrice: 5900, members: 15 },
  })
  expect(await app.mail('one@example.com')).toHaveLength(0)
  const sent = await ada.browser.post(`/teams/${team}/invitations`, {
    addresses,
    role: 'viewer',
    message: 'Hello\nyou',
  })
  expect(sent.body.lines.map(({ verdict }: { verdict: string }) => verdict)).toEqual(verdicts)
  expect(sent.body.seats).toMatchObject({ members: 2, pending: 3 })
  expect(await app.mail('one@example.com')).toHaveLength(1)
  expect(await app.mail('here@example.com')).toHaveLength(1)
  const [letter] = await app.mail('two@example.com')
  expect(letter?.subject).toBe('Ada Lovelace invites you to Ada’s team on AegisRunner')
  expect(letter?.text).toContain('Hello')
  const [row] = await auditedIn(app, team, 'team.invited').then((rows) => rows.slice(-1))
  expect(row?.details).toMatchObject({
    role: 'viewer',
    invited: [{ email: 'one@example.com' }, { email: 'two@example.com' }],
  })

  const full = await ada.browser.post(`/teams/${team}/invitations`, { addresses: ['four@example.com'], role: 'viewer' })
  expect(full.body).toMatchObject({ code: 'seats_full', limit: 5, used: 5, plan: 'Pro' })
  expect(full.status).toBe(402)
  const many = Array.from({ length: 201 }, (_, i) => `m${i}@example.com`)
  expect((await ada.browser.post(`/teams/${team}/invitations`, { addresses: many, role: 'viewer' })).status).toBe(400)
  await roomy(app, team)
  const all = await ada.browser.post(`/teams/${team}/invitations`, { addresses: many.slice(1), role: 'viewer' })
  expect(all.body.seats.pending).toBe(203)
})

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

test('V89: an invitation leads to this installation and its page, wherever the sender would have it lead', async () => {
  const ada = await app.person('Ada Lovelace')
  await roomy(app, ada.teamId)
  const send = (more: object, email = 'led.astray@example.com') =>
    ada.browser.post(`/teams/${ada.teamId}/invitations`, { addresses: [email], role: 'member', message: '', ...more })
  for (const member of ['redirect', 'redirectUrl', 'redirect_uri', 'next', 'url', 'callbackURL', 'returnTo'])
    expect((await send({ [member]: 'https://evil.example/' })).status, member).toBe(400)
  expect(await app.mail('led.astray@example.com')).toEqual([])
  const message = 'See https://evil.example/ and <a href="https://evil.example/">this</a>'
  expect((await send({ message }, 'led.home@example.com')).status).toBe(200)
  const [letter] = await app.mail('led.home@example.com')
  const targets = [...(letter?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => new URL(href).origin)
  expect(new Set(targets)).toEqual(new Set([app.config.publicUrl]))
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

test('V88: no answer, row or log holds the secret; the link to copy proves nothing, and sends the letter to its mailbox', async () => {
  const ada = await app.person('Ada Lovelace')
  const answer = await ada.browser.post(`/teams/${ada.teamId}/invitations`, {
    addresses: ['copy@example.com'],
    role: 'viewer',
  })
  const token = await inviteToken(app, 'copy@example.com')
  const list = await ada.browser.get(`/teams/${ada.teamId}/invitations`)
  const members = await ada.browser.get(`/teams/${ada.teamId}/members`)
  const rows =
    JSON.stringify(await app.sql('SELECT to_jsonb(i) FROM invitations i')) +
    JSON.stringify(await app.sql('SELECT details FROM audit_log'))
  for (const text of [answer.text, list.text, members.text, rows, app.logged()]) expect(text).not.toContain(token)
  const [{ id, link }] = list.body.items
  expect(link).toBe(`${app.config.publicUrl}/invitation?id=${id}`)
  expect((await lookup(id)).status).toBe(400)

  const ask = (given: string) => app.browser().post('/invitations/letters', { id: given })
  const unknown = await ask(id.replace(/.{5}$/, '00000'))
  const known = await ask(id)
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
  const mailed = await inviteToken(app, 'copy@example.com')
  expect(mailed).not.toBe(token)
  expect((await lookup(token)).status).toBe(410)
  expect((await lookup(mailed)).body.state).toBe('pending')
  await ask(id)
  expect(await app.mail('copy@example.com')).toHaveLength(2)
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
