import { expect, test } from 'vitest'
import { issueToken, type TokenPurpose } from '#access/one-time-tokens.ts'
import { invited, inviteToken, roomy } from '#features/team/team.fixture.ts'
import { hours } from '#platform/clock.ts'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { type Answer, Browser } from '#tests/browser.ts'
import { goodPassword, testApp } from '#tests/harness.ts'

const app = await testApp()
const next = 'copper-willow-station-7'

/** Every step that takes the secret of a letter, by the purpose of the link it is for. */
const steps: [purpose: string, path: string, more: object][] = [
  ['sign-up', '/auth/sign-ups/confirmation', { password: next }],
  ['invitation', '/auth/sign-ups/invitation', { fullName: 'Ivo', password: next, timezone: 'UTC' }],
  ['recover', '/auth/recoveries/completion', { password: next }],
  ['unlock-sign-in', '/auth/unlocks', {}],
  ['disown-sign-in', '/auth/disownments', {}],
  ['verify-email', '/account/email-verification/confirmation', {}],
  ['confirm-email-change', '/account/email-change/confirmation', {}],
  ['undo-email-change', '/account/email-change/undo', {}],
  ['confirm-notification-email', '/account/notification-email/confirmation', {}],
]

/** A live secret of every purpose, all of one person but the first two, which are for people who have no account yet. */
async function secrets(): Promise<Map<string, string>> {
  const ada = await app.person('Ada Lovelace')
  const found = new Map<string, string>()
  await app
    .browser()
    .post('/auth/sign-ups', { fullName: 'Nora', email: 'nora@example.com', password: goodPassword, timezone: 'UTC' })
  found.set('sign-up', (await app.mail('nora@example.com')).at(-1)?.token('/confirm-sign-up') ?? '')
  await roomy(app, ada.teamId)
  await invited(ada, ada.teamId, 'ivo@example.com')
  found.set('invitation', await inviteToken(app, 'ivo@example.com'))
  await app.platform.db.transaction(async (tx) => {
    for (const [purpose] of steps.slice(2)) {
      const binding = { userId: ada.id, purpose: purpose as TokenPurpose, address: ada.email, lifetime: hours(1) }
      found.set(purpose, await issueToken(tx, binding, app.clock.now()))
    }
  })
  return found
}

const told = ({ status, body: { code, message } }: Answer) => ({ status, code, message })

test('V31, V128: no step takes the secret of another flow, and all refuse it as they refuse one that was made up', async () => {
  const found = await secrets()
  expect(new Set(found.values()).size).toBe(steps.length)
  for (const [wanted, path, more] of steps) {
    const give = (token: string) => app.browser().post(path, { token, ...more })
    const madeUp = told(await give('A'.repeat(43)))
    expect(madeUp.status, path).toBe(410)
    for (const [purpose, token] of found)
      if (purpose !== wanted) expect(told(await give(token)), `${purpose} at ${path}`).toEqual(madeUp)
    await app.sql('DELETE FROM rate_limits')
  }
  // All that was tried has spent nothing: each still serves its own step.
  for (const purpose of ['sign-up', 'invitation', 'recover']) {
    const [, path = '', more] = steps.find(([one]) => one === purpose) ?? []
    expect((await app.browser().post(path, { token: found.get(purpose), ...more })).status, purpose).toBeLessThan(300)
  }
})

test('V31: a later step called first finds nothing under way', async () => {
  const dora = await app.person('Dora Member')
  const { phone, backupCodes } = await enableTwoFactor(app, dora)
  const answers: [string, Answer][] = []
  const strange = () => app.browser()
  // Signed in or not: without the password step of this browser there is no half-done sign-in.
  for (const browser of [strange(), new Browser(app.address, app.config.publicUrl, dora.browser)]) {
    answers.push(['code', await browser.post('/auth/challenge/code', { code: phone.code() })])
    answers.push(['backup code', await browser.post('/auth/challenge/backup-code', { code: backupCodes[0] })])
    answers.push(['options', await browser.post('/auth/challenge/passkey-options')])
    answers.push(['challenge', await browser.get('/auth/challenge')])
  }
  for (const [what, { status, body }] of answers) expect([status, body.code], what).toEqual([410, 'challenge_over'])
  const enrolment = await dora.browser.post('/account/two-factor/enrolments/otp_none/confirmation', { code: '123456' })
  expect(enrolment.status).toBe(404)
  for (const path of ['/account/email-change/resend', '/auth/confirmation'])
    expect((await strange().post(path, { password: dora.password })).status, path).toBe(401)
  expect((await dora.browser.post('/account/email-change/resend')).status).toBeGreaterThanOrEqual(400)
  const answer = { ceremony: 'A'.repeat(43), answer: {} }
  expect((await strange().post('/auth/passkey-sessions', answer)).status).toBe(400)
  expect((await dora.browser.get('/account/two-factor')).body.backupCodes.left).toBe(10)
})

test('V31: nobody finishes another’s enrolment, though it is under way', async () => {
  const [ada, eve] = [await app.person('Ada Lovelace'), await app.person('Eve Else')]
  const { body } = await ada.browser.post('/account/two-factor/enrolments', {})
  const theirs = await eve.browser.post(`/account/two-factor/enrolments/${body.id}/confirmation`, { code: '123456' })
  expect(theirs.status).toBe(404)
  expect((await ada.browser.get('/account/two-factor')).body.enabled).toBe(false)
})
