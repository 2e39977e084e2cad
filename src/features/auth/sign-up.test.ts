import { expect, test } from 'vitest'
import { hours } from '#platform/clock.ts'
import { goodPassword, testApp } from '#tests/harness.ts'

const app = await testApp()

const form = (email: string, more: object = {}) => ({
  fullName: 'Nia Newcomer',
  email,
  password: goodPassword,
  timezone: 'Asia/Kolkata',
  ...more,
})

test('the very first person is let in at once, is the operator and owns a team on trial', async () => {
  const { body } = await app.operator.browser.get('/account')
  expect(body).toMatchObject({
    isOperator: true,
    emailVerified: false,
    teams: [{ role: 'owner', name: 'Olga’s team' }],
  })
  const team = await app.operator.browser.get(`/teams/${body.teams[0].id}`)
  expect(team.body).toMatchObject({ memberCount: 1, trialEndsAt: '2027-03-15T09:00:00.000Z' })
})

test('nothing exists before the mailbox is proven; the link then makes person, team, session and one audit row', async () => {
  const browser = app.browser()
  expect((await browser.post('/auth/sign-ups', form('nia@example.com'))).body).toEqual({ state: 'check_mailbox' })
  expect(await app.sql("SELECT 1 FROM users WHERE email = 'nia@example.com'")).toHaveLength(0)
  const token = (await app.mail('nia@example.com'))[0]?.token('/confirm-sign-up')
  expect((await browser.post('/auth/sign-ups/confirmation', { token })).status).toBe(200)
  const { body } = await browser.get('/account')
  expect(body).toMatchObject({
    email: 'nia@example.com',
    emailVerified: true,
    timezone: 'Asia/Kolkata',
    isOperator: false,
  })
  const rows = await app.sql("SELECT log_id FROM audit_log WHERE actor_id = $1 AND action = 'auth.signed_up'", [
    body.id,
  ])
  expect(rows.map((row) => row.log_id).sort()).toEqual([body.teams[0].id, body.id].sort())
})

test('V70: in another browser the typed password does not count; the mailbox chooses one', async () => {
  const attacker = app.browser()
  await attacker.post('/auth/sign-ups', form('victim@example.com'))
  const token = (await app.mail('victim@example.com'))[0]?.token('/confirm-sign-up')
  const victim = app.browser()
  expect((await victim.post('/auth/sign-ups/confirmation', { token })).body).toMatchObject({ code: 'password_needed' })
  const chosen = 'quiet-lantern-meadow-9'
  expect((await victim.post('/auth/sign-ups/confirmation', { token, password: chosen })).status).toBe(200)
  const again = app.browser()
  expect((await again.post('/auth/sessions', { email: 'victim@example.com', password: goodPassword })).status).toBe(401)
  expect((await again.post('/auth/sessions', { email: 'victim@example.com', password: chosen })).status).toBe(200)
})

test('V110, V130: an address that is taken answers the same and tells its owner, not the asker', async () => {
  const ada = await app.person('Ada Lovelace')
  const fresh = await app.browser().post('/auth/sign-ups', form('never-seen@example.com'))
  const taken = await app.browser().post('/auth/sign-ups', form(ada.email.toUpperCase()))
  expect([taken.status, taken.text]).toEqual([fresh.status, fresh.text])
  const names = (headers: Headers) => [...headers.keys()].filter((name) => name !== 'date').sort()
  expect(names(taken.headers)).toEqual(names(fresh.headers))
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('You already have an AegisRunner account')
})

test('twenty parallel uses of one link make one person', async () => {
  const browser = app.browser()
  await browser.post('/auth/sign-ups', form('twenty@example.com'))
  const token = (await app.mail('twenty@example.com'))[0]?.token('/confirm-sign-up')
  const forks = Array.from({ length: 20 }, () => browser.fork())
  const answers = await Promise.all(forks.map((fork) => fork.post('/auth/sign-ups/confirmation', { token })))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => answer.status === 410)).toHaveLength(19)
})

test('a link is dead after a day', async () => {
  const browser = app.browser()
  await browser.post('/auth/sign-ups', form('late@example.com'))
  const token = (await app.mail('late@example.com'))[0]?.token('/confirm-sign-up')
  app.clock.advance(hours(24))
  expect((await browser.post('/auth/sign-ups/confirmation', { token })).body).toMatchObject({ code: 'link_invalid' })
})

test('bad input names the field and changes nothing', async () => {
  const cases: [object, string, string][] = [
    [{ email: 'no-at-sign' }, 'email', 'email_invalid'],
    [{ email: 'a@example.com,b@example.com' }, 'email', 'email_invalid'],
    [{ password: 'short' }, 'password', 'password_too_short'],
    [{ password: 'password1' }, 'password', 'password_breached'],
    [{ password: 'nianewcomer1' }, 'password', 'password_contextual'],
    [{ fullName: 'Nia\u202eevil' }, 'fullName', 'name_invalid'],
    [{ timezone: 'Mars/Olympus' }, 'timezone', 'timezone_unknown'],
    [{ isOperator: true }, 'isOperator', 'unknown_field'],
  ]
  for (const [wrong, field, code] of cases) {
    const answer = await app.browser().post('/auth/sign-ups', form('bad@example.com', wrong))
    expect(answer.body.errors, JSON.stringify(wrong)).toMatchObject([{ field, code }])
  }
  expect(await app.sql("SELECT 1 FROM pending_sign_ups WHERE email = 'bad@example.com'")).toHaveLength(0)
})
