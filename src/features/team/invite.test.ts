import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { auditedIn, invited, inviteToken, memberIn, onPlan, roomy } from './team.fixture.ts'

const app = await testApp()

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
