import { beforeEach, expect, test } from 'vitest'
import { auditedIn, invited, inviteToken, onPlan, rolesIn, roomy } from '#features/team/team.fixture.ts'
import { days } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

beforeEach(() => app.sql('DELETE FROM rate_limits'))

const signUp = (token: string, more: object = {}, browser = app.browser()) =>
  browser.post('/auth/sign-ups/invitation', {
    token,
    fullName: 'Nia Newcomer',
    password: goodPassword,
    timezone: 'Asia/Kolkata',
    ...more,
  })
const personAt = (email: string) => app.sql<{ id: string }>('SELECT id FROM users WHERE email = $1', [email])

/** Somebody who owns a team with room, and an invitation of theirs. */
async function inviting(email: string, role = 'member'): Promise<Person & { invitation: string; token: string }> {
  const ada = await app.person('Ada Lovelace')
  await roomy(app, ada.teamId)
  const invitation = await invited(ada, ada.teamId, email, role)
  return { ...ada, invitation, token: await inviteToken(app, email) }
}

test('the letter makes the person, the membership and the session; both logs say by which invitation', async () => {
  const { id: inviter, teamId, invitation, token, email } = await inviting('nia@example.com', 'viewer')
  const browser = app.browser()
  const answer = await signUp(token, { timezone: 'asia/kolkata' }, browser)
  expect([answer.status, answer.body]).toEqual([201, { state: 'signed_in', teamId }])
  const { body } = await browser.get('/account')
  expect(body).toMatchObject({ emailVerified: true, isOperator: false, timezone: 'Asia/Kolkata' })
  expect(body.teams).toMatchObject([{ id: teamId, role: 'viewer' }])
  const row = { actor_id: body.id, target_id: body.id, details: { invitation, role: 'viewer' } }
  for (const log of [teamId, body.id])
    expect((await auditedIn(app, log, 'auth.signed_up')).filter(({ actor_id }) => actor_id !== inviter)).toMatchObject([
      row,
    ])
  expect((await app.mail(email)).at(-1)?.subject).toContain('Nia Newcomer has joined')
})

test('bad input names the field, makes nobody, and leaves the invitation open', async () => {
  const { id, teamId, token } = await inviting('bad@example.com')
  const cases: [object, string, string][] = [
    [{ fullName: 'Nia\u202eevil' }, 'fullName', 'name_invalid'],
    [{ timezone: 'Mars/Olympus' }, 'timezone', 'timezone_unknown'],
    [{ password: 'short' }, 'password', 'password_too_short'],
    [{ password: `${goodPassword}${'x'.repeat(256)}` }, 'password', 'password_too_long'],
    [{ password: 'password1' }, 'password', 'password_breached'],
    [{ password: 'nianewcomer1' }, 'password', 'password_contextual'],
    [{ role: 'owner' }, 'role', 'unknown_field'],
  ]
  for (const [wrong, field, code] of cases) {
    const { body } = await signUp(token, wrong)
    expect(body.errors, JSON.stringify(wrong)).toMatchObject([{ field, code }])
  }
  expect(await personAt('bad@example.com')).toEqual([])
  expect(await auditedIn(app, teamId, 'auth.signed_up')).toMatchObject([{ actor_id: id }])
  expect((await signUp(token)).status).toBe(201)
})

test('an invitation that was withdrawn, replaced or has expired, an account, and a full team are refused, and nobody is made', async () => {
  const told = async (token: string) => {
    const { status, body } = await signUp(token)
    return `${status} ${body.code}`
  }
  const withdrawn = await inviting('withdrawn@example.com')
  await withdrawn.browser.delete(`/teams/${withdrawn.teamId}/invitations/${withdrawn.invitation}`)
  expect(await told(withdrawn.token)).toBe('410 invitation_over')
  const replaced = await inviting('replaced@example.com')
  await replaced.browser.post(`/teams/${replaced.teamId}/invitations/${replaced.invitation}/letter`)
  const newer = await inviteToken(app, 'replaced@example.com')
  expect([newer === replaced.token, await told(replaced.token)]).toEqual([false, '410 invitation_over'])
  const full = await inviting('full@example.com')
  await onPlan(app, full.teamId, 'free')
  expect(await told(full.token)).toBe('402 team_full')
  for (const who of ['withdrawn', 'replaced', 'full']) expect(await personAt(`${who}@example.com`)).toEqual([])
  await roomy(app, full.teamId)
  expect([await told(newer), (await signUp(full.token)).status]).toEqual(['201 undefined', 201])
  const { token } = await inviting('gus@example.com')
  await app.person('Gus Guest', { email: 'gus@example.com' })
  expect(await told(token)).toBe('409 has_account')
  const late = await inviting('late@example.com')
  app.clock.advance(days(7))
  expect(await told(late.token)).toBe('410 invitation_over')
  expect(await personAt('late@example.com')).toEqual([])
})

test('two teams’ invitations of one mailbox at once make one person, in one team', async () => {
  const teams = [await inviting('both@example.com'), await inviting('both@example.com')]
  const tries = teams.flatMap(({ token }) => Array.from({ length: 5 }, () => signUp(token)))
  const answers = await Promise.all(tries)
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status !== 201 && status !== 409 && status !== 410)).toEqual([])
  expect(await personAt('both@example.com')).toHaveLength(1)
  const roles = await Promise.all(teams.map(({ teamId }) => rolesIn(app, teamId)))
  expect(roles.map((members) => Object.keys(members).length).sort()).toEqual([1, 2])
})
