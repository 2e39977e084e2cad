import { expect, test } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { invited, inviteToken, roomy } from '#features/team/team.fixture.ts'
import { seconds } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

/** Somebody with a second factor, asked for a moment ago; and the answer that decides that they go, with nothing erased yet. */
async function lea() {
  const person = await app.person('Lea Leaver')
  const { phone } = await enableTwoFactor(app, person)
  const proven = async () => {
    app.clock.advance(seconds(30))
    expect((await person.browser.post('/auth/confirmation', { code: phone.code() })).status).toBe(200)
  }
  const leave = async () => {
    await proven()
    const body = { when: 'now', password: person.password, confirm: 'DELETE' }
    const answer = await person.browser.post('/account/deletion', body)
    expect(answer.status, answer.text).toBe(202)
    expect(await app.sql('SELECT 1 FROM users WHERE id = $1', [person.id])).toHaveLength(1)
  }
  return { ...person, phone, leave }
}

test('ASVS 7.4.2: trusted and known browsers, and sign-ins that wait for their second factor, end with the answer', async () => {
  const who = await lea()
  const trusted = await halfSignedIn(app, who)
  await trusted.post('/auth/challenge/code', { code: who.phone.code(), trustDevice: true })
  await trusted.delete('/auth/sessions/current')
  app.clock.advance(seconds(30))
  const waiting = await halfSignedIn(app, who)
  const held = async () => {
    const [row] = await app.sql<Record<string, number>>(
      `SELECT (SELECT count(*) FROM known_devices WHERE user_id = $1)::int AS known,
         (SELECT count(*) FROM known_devices WHERE user_id = $1 AND trusted_until IS NOT NULL)::int AS trusted,
         (SELECT count(*) FROM sign_in_challenges WHERE user_id = $1)::int AS waiting`,
      [who.id],
    )
    return row
  }
  expect(await held()).toEqual({ known: 2, trusted: 1, waiting: 1 })
  expect((await waiting.get('/auth/challenge')).status).toBe(200)

  await who.leave()
  expect(await held()).toEqual({ known: 0, trusted: 0, waiting: 0 })
  expect((await waiting.get('/auth/challenge')).body.code).toBe('challenge_over')
  const code = await waiting.post('/auth/challenge/code', { code: who.phone.code() })
  expect(code.body.code).toBe('challenge_over')
  const again = await trusted.post('/auth/sessions', { email: who.email, password: who.password })
  expect(again.body.code).toBe('sign_in_refused')
})

test('invitations into a team that goes, and those that wait for the person, are worthless with the answer; others stand', async () => {
  const [who, otto] = [await lea(), await app.person('Otto Owner')]
  await confirm(otto)
  for (const teamId of [who.teamId, otto.teamId]) await roomy(app, teamId)
  await invited(otto, otto.teamId, who.email)
  const toLea = await inviteToken(app, who.email)
  await app.join(who, otto.teamId, 'member')
  await invited(who, who.teamId, 'friend.one@example.com')
  const toFriend = await inviteToken(app, 'friend.one@example.com')
  await invited(otto, otto.teamId, 'friend.two@example.com')
  const toOther = await inviteToken(app, 'friend.two@example.com')
  const opens = async (token: string) => (await app.browser().post('/invitations/lookup', { token })).body.state
  expect([await opens(toLea), await opens(toFriend), await opens(toOther)]).toEqual(['pending', 'pending', 'pending'])

  await who.leave()
  expect([await opens(toLea), await opens(toFriend), await opens(toOther)]).toEqual(['revoked', 'revoked', 'pending'])
  const friend = await app.person('Fia Friend', { email: 'friend.one@example.com' })
  expect((await friend.browser.post('/invitations/acceptance', { token: toFriend })).body.code).toBe('invitation_over')
})
