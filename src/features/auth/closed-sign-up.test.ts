import { expect, test } from 'vitest'
import { invited, inviteToken, rolesIn } from '#features/team/team.fixture.ts'
import { goodPassword, testApp } from '#tests/harness.ts'

const form = { fullName: 'Nia Newcomer', email: 'nia@example.com', password: goodPassword, timezone: 'UTC' }

test.each([
  ['off', 'sign_up_closed'],
  ['invite', 'sign_up_by_invitation'],
])(
  'AEGIS_SIGNUP=%s: the first person still gets in, nobody after them, and no letter is written',
  async (mode, code) => {
    const app = await testApp({ AEGIS_SIGNUP: mode })
    expect((await app.operator.browser.get('/account')).body.isOperator).toBe(true)
    expect((await app.browser().get('/auth/welcome')).body).toMatchObject({ signUp: mode, firstRun: false })
    const answer = await app.browser().post('/auth/sign-ups', form)
    expect([answer.status, answer.body.code]).toEqual([403, code])
    expect(await app.mail('nia@example.com')).toHaveLength(0)
  },
)

test('AEGIS_SIGNUP=off: not even an invitation from before lets anybody in', async () => {
  const app = await testApp({ AEGIS_SIGNUP: 'off' })
  const { operator } = app
  await invited(operator, operator.teamId, form.email)
  const { email, ...more } = form
  const token = await inviteToken(app, email)
  const answer = await app.browser().post('/auth/sign-ups/invitation', { ...more, token })
  expect([answer.status, answer.body.code]).toEqual([403, 'sign_up_closed'])
  expect(Object.keys(await rolesIn(app, operator.teamId))).toEqual([operator.id])
})

test('AEGIS_TRIAL_DAYS=0: a new team has no trial', async () => {
  const app = await testApp({ AEGIS_TRIAL_DAYS: '0' })
  const ada = await app.person('Ada Lovelace')
  expect((await ada.browser.get(`/teams/${ada.teamId}`)).body.trialEndsAt).toBeNull()
})

test('twenty people who sign up first in the same instant: one of them is the operator', async () => {
  const app = await testApp()
  await app.sql('DELETE FROM users')
  const many = Array.from({ length: 20 }, (_, i) =>
    app.browser().post('/auth/sign-ups', { ...form, email: `first${i}@example.com` }),
  )
  const states = (await Promise.all(many)).map((answer) => answer.body.state ?? answer.status)
  expect(states.filter((state) => state === 'signed_in')).toHaveLength(1)
  expect(await app.sql('SELECT 1 FROM users WHERE is_operator')).toHaveLength(1)
  expect(states.filter((state) => state === 500)).toHaveLength(0)
})
