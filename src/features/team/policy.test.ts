import { expect, test } from 'vitest'
import { confirm, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, hours, later } from '#platform/clock.ts'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { remindTwoFactor } from './remind-two-factor.ts'
import { auditedIn, enrolled, memberIn, onPlan, rolesIn } from './team.fixture.ts'

const app = await testApp()

const rules = { twoFactorFrom: null, passwordMin: null, keyLifetimeDays: null, keyMakers: 'everyone' }

async function set({ browser, teamId }: Person, change: object) {
  const { version } = (await browser.get(`/teams/${teamId}/policy`)).body
  return browser.put(`/teams/${teamId}/policy`, { ...rules, ...change }, { ifMatch: version })
}

const soon = (by: number) => later(app.clock.now(), by).toISOString()
const signIn = ({ browser, email, password }: Person) => browser.post('/auth/sessions', { email, password })

test('two-factor authentication from a date: plan, one’s own first, reminders, then a grace page; nobody loses role or seat', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'admin', 'Ben Admin')
  const dov = await memberIn(app, team, 'member', 'Dov Member')
  await enrolled(app, dov)
  const { secret } = await makeKey(ben, { teamId: team, scopes: ['team:read'] })
  const from = soon(days(10))
  expect((await set(ada, { twoFactorFrom: from })).body.code).toBe('two_factor_not_on_plan')
  await onPlan(app, team, 'business')
  expect((await set(ada, { twoFactorFrom: from })).body.code).toBe('two_factor_yourself_first')
  await enrolled(app, ada)
  expect((await set(ada, { twoFactorFrom: from })).body).toMatchObject({ twoFactorFrom: from, withoutTwoFactor: 1 })
  expect((await auditedIn(app, team, 'team.policy_changed')).at(-1)?.details.changes).toEqual({
    twoFactorFrom: { from: null, to: from },
  })
  const letters = async (person: Person) =>
    (await app.mail(person.email))
      .map(({ subject }) => subject)
      .filter((subject) => subject.includes('asks for two-factor'))
  expect(await letters(ben)).toHaveLength(1)
  expect(await letters(dov)).toHaveLength(0)

  const remind = async (by: number) => {
    app.clock.advance(by)
    await Promise.all([1, 2].map(() => remindTwoFactor(app.platform, app.clock.now())))
    return letters(ben)
  }
  expect(await remind(days(2))).toHaveLength(1)
  expect((await remind(days(1))).at(-1)).toMatch(/within a week$/)
  expect(await remind(hours(1))).toHaveLength(2)
  expect((await remind(days(6))).at(-1)).toMatch(/within a day$/)
  expect(await remind(hours(2))).toHaveLength(3)
  expect(await letters(dov)).toHaveLength(0)
  expect((await ben.browser.get(`/teams/${team}/members`)).status).toBe(200)

  app.clock.advance(days(1))
  const refused = await ben.browser.get(`/teams/${team}/members`)
  expect([refused.status, refused.body.code, refused.body.enrolAt]).toEqual([
    403,
    'two_factor_required',
    '/settings/security#two-factor',
  ])
  expect((await program(app, secret).get(`/teams/${team}`)).body.code).toBe('two_factor_required')
  expect((await ben.browser.get(`/teams/${team}`)).status).toBe(200)
  expect((await ben.browser.get(`/teams/${ben.teamId}/members`)).status).toBe(200)
  expect((await ben.browser.get('/account')).body.teams.find(({ id }: { id: string }) => id === team)).toMatchObject({
    role: 'admin',
    twoFactorDue: from,
  })
  expect((await dov.browser.get(`/teams/${team}/members`)).status).toBe(200)
  expect(await rolesIn(app, team)).toMatchObject({ [ben.id]: 'admin' })
  const { rights } = (await ada.browser.get(`/teams/${team}/members/${ben.id}`)).body
  expect(rights[0]).toMatchObject({ allowed: false, because: expect.stringContaining('two-factor') })

  await enrolled(app, ben)
  await expect.poll(async () => (await ben.browser.get(`/teams/${team}/members`)).status).toBe(200)
  await expect.poll(async () => (await program(app, secret).get(`/teams/${team}`)).status).toBe(200)
})

test('leaving needs no second factor, and an owner can take the rule back on any plan', async () => {
  const ada = await app.person('Ada Lovelace')
  await onPlan(app, ada.teamId, 'business')
  await enrolled(app, ada)
  const ben = await memberIn(app, ada.teamId, 'member', 'Ben Member')
  await set(ada, { twoFactorFrom: soon(0) })
  expect((await ben.browser.get(`/teams/${ada.teamId}/members`)).body.code).toBe('two_factor_required')
  await onPlan(app, ada.teamId, 'free')
  expect((await set(ada, { passwordMin: 12, twoFactorFrom: null })).body).toMatchObject({ twoFactorFrom: null })
  expect((await ben.browser.get(`/teams/${ada.teamId}/members`)).status).toBe(200)
  await onPlan(app, ada.teamId, 'business')
  await set(ada, { twoFactorFrom: soon(0) })
  expect((await ben.browser.delete(`/teams/${ada.teamId}/membership`)).status).toBe(204)
})

test('the shortest password a team asks for counts for its members, where they change and where they recover it', async () => {
  const ada = await app.person('Ada Lovelace')
  const ben = await memberIn(app, ada.teamId, 'member', 'Ben Member')
  expect((await set(ada, { passwordMin: 25 })).status).toBe(200)
  expect((await ben.browser.get('/account/password')).body.minimum).toBe(25)
  const change = (next: string) => ben.browser.put('/account/password', { current: ben.password, next })
  expect((await change('quarry-lantern-moss-77')).body).toMatchObject({
    minimum: 25,
    errors: [{ code: 'password_too_short' }],
  })
  await app.browser().post('/auth/recoveries', { email: ben.email })
  const token = (await app.mail(ben.email)).at(-1)?.token('/recover')
  const recover = (password: string) => app.browser().post('/auth/recoveries/completion', { token, password })
  expect((await recover('quarry-lantern-moss-77')).body).toMatchObject({ minimum: 25 })
  expect((await recover('quarry-lantern-moss-77-and-more')).status).toBe(200)
  expect((await ada.browser.get('/account/password')).body.minimum).toBe(25)
  expect((await set(ada, { passwordMin: 7 })).status).toBe(400)
})

test('keys: who may make them, and how long they live at most; older ones are held to it when rotated', async () => {
  const ada = await app.person('Ada Lovelace')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'member', 'Ben Member')
  const own = await makeKey(ben, { teamId: team, scopes: ['team:read'], expiresInDays: null })
  await set(ada, { keyLifetimeDays: 30, keyMakers: 'managers' })
  const make = async (person: Person, expiresInDays: number | null) => {
    await confirm(person)
    const body = { name: 'CI', kind: 'personal', scopes: ['team:read'], expiresInDays }
    return (await person.browser.post(`/teams/${team}/keys`, body)).body
  }
  expect((await make(ben, 30)).code).toBe('keys_by_managers')
  expect((await make(ada, 31)).errors).toMatchObject([{ field: 'expiresInDays', code: 'key_lives_too_long' }])
  expect((await make(ada, null)).code).toBe('key_lives_too_long')
  expect((await make(ada, 30)).key.expiresAt).toBe(soon(days(30)))
  const choices = (person: Person) => person.browser.get(`/teams/${team}/keys/scopes`)
  expect((await choices(ada)).body).toMatchObject({ expiryPresets: [7, 30], expiryDefault: 30, mayMakeKeys: true })
  expect((await choices(ben)).body).toMatchObject({ mayMakeKeys: false, longestDays: 30 })
  const rotate = () => ben.browser.post(`/teams/${team}/keys/${own.id}/rotation`, { overlapHours: 0 })
  expect((await rotate()).body.code).toBe('keys_by_managers')
  await set(ada, { keyLifetimeDays: 30 })
  expect((await rotate()).body.key.expiresAt).toBe(soon(days(30)))
})

test('the last owner with two-factor authentication cannot switch it off while the team asks for it; of two, one', async () => {
  const ada = await app.person('Ada Lovelace')
  const ben = await memberIn(app, ada.teamId, 'owner', 'Ben Owner')
  await onPlan(app, ada.teamId, 'business')
  const codes = new Map<Person, string[]>()
  for (const person of [ada, ben]) codes.set(person, (await enableTwoFactor(app, person)).backupCodes)
  expect((await set(ada, { twoFactorFrom: soon(days(30)) })).status).toBe(200)
  const disable = (person: Person) => {
    const body = { password: person.password, backupCode: codes.get(person)?.shift() }
    return person.browser.post('/account/two-factor/disablement', body)
  }
  const answers = await Promise.all([ada, ben].map(disable))
  expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'team_asks_second_factor'])
  const holder = answers[0]?.status === 200 ? ben : ada
  expect((await disable(holder)).body).toMatchObject({ code: 'team_asks_second_factor', teams: ['Ada’s team'] })
})

test('rules are set to the version that was read, by an owner who has just proven who they are', async () => {
  const ada = await app.person('Ada Lovelace')
  const path = `/teams/${ada.teamId}/policy`
  await set(ada, { passwordMin: 10 })
  const stale = await ada.browser.put(path, rules, { ifMatch: 1 })
  expect(stale.body).toMatchObject({ code: 'changed_meanwhile', current: { passwordMin: 10, version: 2 } })
  app.clock.advance(days(1))
  expect((await ada.browser.put(path, rules, { ifMatch: 2 })).body.code).toBe('confirmation_required')
  await signIn(ada)
  expect((await ada.browser.put(path, rules, { ifMatch: 2 })).status).toBe(200)
})
