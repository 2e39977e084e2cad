import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { form } from './sign-up.fixture.ts'

const app = await testApp()

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

test('V110, V130: an address that is taken answers the same and tells its owner, not the asker', async () => {
  const ada = await app.person('Ada Lovelace')
  const fresh = await app.browser().post('/auth/sign-ups', form('never-seen@example.com'))
  const taken = await app.browser().post('/auth/sign-ups', form(ada.email.toUpperCase()))
  expect([taken.status, taken.text]).toEqual([fresh.status, fresh.text])
  const names = (headers: Headers) => [...headers.keys()].filter((name) => name !== 'date').sort()
  expect(names(taken.headers)).toEqual(names(fresh.headers))
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('You already have an AegisRunner account')
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
