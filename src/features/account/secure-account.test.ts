import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { leaver } from './leaving.fixture.ts'

const app = await testApp()
const better = 'quiet-lantern-orbit-77'

const signIn = async (who: Person, password = who.password) => {
  const browser = app.browser()
  return { browser, answer: await browser.post('/auth/sessions', { email: who.email, password }) }
}
const secure = (who: Person) => who.browser.post('/account/lockdown')
const audited = (who: Person) =>
  app.sql<{ details: object }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'account.secured' ORDER BY at, id",
    [who.id],
  )
// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const line = async (who: Person, id: string): Promise<any> =>
  (await who.browser.get('/account/checklist')).body.items.find((item: { id: string }) => item.id === id)

test('V57: sessions, links, browsers and a change of address under way all end in one act with one row', async () => {
  const ada = await app.person('Ada Lovelace')
  const other = await signIn(ada)
  await signIn(ada)
  const newEmail = `ada.${randomUUID()}@example.com`
  await ada.browser.post('/account/email-change', { newEmail })
  const change = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
  await app.browser().post('/auth/recoveries', { email: ada.email })
  const recovery = (await app.mail(ada.email)).at(-1)?.token('/recover')
  const notices = `notices.${randomUUID()}@example.com`
  await ada.browser.put('/account/notification-email', { email: notices })
  const notice = (await app.mail(notices)).at(-1)?.token('/confirm-notification-email')

  const answer = await secure(ada)
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      taken: [
        { what: 'sessions', count: 2 },
        { what: 'devices', count: 2 },
        { what: 'email_change', count: 1 },
      ],
    },
  ])
  expect((await ada.browser.get('/account')).status).toBe(200)
  expect((await other.browser.get('/account')).status).toBe(401)
  const visitor = app.browser()
  for (const [path, body] of [
    ['/account/email-change/confirmation', { token: change }],
    ['/auth/recoveries/completion', { token: recovery, password: better }],
    ['/account/notification-email/confirmation', { token: notice }],
  ] as const) {
    expect((await visitor.post(path, body)).status, path).toBe(410)
  }
  expect(await audited(ada)).toEqual([
    { details: { sessionsEnded: 2, taken: { sessions: 2, devices: 2, email_change: 1 } } },
  ])
})

test('the old password opens no session until another is chosen, here or through the mailbox', async () => {
  const ada = await app.person('Ada Lovelace')
  await secure(ada)
  const refused = await signIn(ada)
  expect([refused.answer.status, refused.answer.body.code]).toEqual([403, 'password_change_due'])
  expect((await signIn(ada, 'not-the-password')).answer.body.code).toBe('sign_in_refused')
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ due: true, otherSessions: 0 })
  expect(await line(ada, 'password')).toMatchObject({ state: 'attention' })
  await ada.browser.put('/account/password', { current: ada.password, next: better })
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ due: false, strength: 'good' })
  expect(await line(ada, 'password')).toMatchObject({ state: 'done', fix: null })
  expect((await signIn(ada, better)).answer.status).toBe(200)

  const ben = await app.person('Ben Babbage')
  await secure(ben)
  await app.browser().post('/auth/recoveries', { email: ben.email })
  const token = (await app.mail(ben.email)).at(-1)?.token('/recover')
  await app.browser().post('/auth/recoveries/completion', { token, password: better })
  expect((await signIn(ben, better)).answer.status).toBe(200)
})

test('a sign-in that was under way in that moment leaves no session behind', async () => {
  for (let round = 0; round < 5; round += 1) {
    const ada = await app.person('Ada Lovelace')
    const attempts = Array.from({ length: 6 }, () => signIn(ada))
    await secure(ada)
    const browsers = (await Promise.all(attempts)).map(({ browser }) => browser)
    for (const browser of browsers) expect((await browser.get('/account')).status).toBe(401)
  }
})

test('the link that undoes a change of address outlives it', async () => {
  const ada = await app.person('Ada Lovelace')
  const newEmail = `ada.${randomUUID()}@example.com`
  await ada.browser.post('/account/email-change', { newEmail })
  const token = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
  await ada.browser.post('/account/email-change/confirmation', { token })
  const undo = (await app.mail(ada.email)).at(-1)?.token('/undo-email')
  await app.browser().post('/auth/sessions', { email: newEmail, password: ada.password })
  await secure(ada)
  expect((await app.browser().post('/account/email-change/undo', { token: undo })).status).toBe(200)
})

test('V55, V57, V59: half-done sign-ins, trusted browsers, backup codes and personal keys end with it, on every node', async () => {
  const ada = await app.person('Ada Lovelace')
  const key = await makeKey(ada)
  const { phone, backupCodes } = await enableTwoFactor(app, ada)
  expect(await line(ada, 'two-factor')).toMatchObject({ state: 'done', says: 'On, with one authenticator app.' })
  expect(await line(ada, 'backup-codes')).toMatchObject({ state: 'done', says: '10 of 10 left.' })
  const trusted = await halfSignedIn(app, ada)
  await trusted.post('/auth/challenge/code', { code: phone.code(), trustDevice: true })
  const half = await halfSignedIn(app, ada)
  const node = await app.node()
  const there = program(node, key.secret)
  expect((await there.get('/key')).status).toBe(200)

  expect((await secure(ada)).body.taken).toEqual([
    { what: 'sessions', count: 1 },
    { what: 'devices', count: 1 },
    { what: 'backup_codes', count: 10 },
    { what: 'keys', count: 1 },
  ])
  app.clock.advance(minutes(1))
  expect((await half.post('/auth/challenge/code', { code: phone.code() })).status).toBe(410)
  expect((await program(app, key.secret).get('/key')).status).toBe(401)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await there.get('/key')).status).toBe(401)
  expect(await line(ada, 'backup-codes')).toMatchObject({ state: 'attention', fix: { label: 'Make new codes' } })

  await ada.browser.put('/account/password', { current: ada.password, next: better })
  const credentials = { email: ada.email, password: better }
  expect((await trusted.post('/auth/sessions', credentials)).body.state).toBe('second_factor')
  expect((await trusted.post('/auth/challenge/backup-code', { code: backupCodes[0] })).body.code).toBe('code_wrong')
})

test('sends a receipt that says what ended, when and from where', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kathmandu' })
  await signIn(ada)
  await secure(ada)
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('Your account was secured')
  for (const text of ['Sessions signed out', 'Asia/Kathmandu', 'Chrome on Linux', '/forgot-password']) {
    expect(letter?.text).toContain(text)
  }
})

test('needs a recent proof; four at once are four acts that each leave a row, and nothing breaks', async () => {
  const ada = await app.person('Ada Lovelace')
  await signIn(ada)
  const answers = await Promise.all(Array.from({ length: 4 }, () => secure(ada)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const ended = (await audited(ada)).map(({ details }) => (details as { sessionsEnded: number }).sessionsEnded)
  expect(ended.sort()).toEqual([0, 0, 0, 1])
  app.clock.advance(minutes(10))
  expect((await secure(ada)).body.code).toBe('confirmation_required')
})

test('Secure my account cancels a deletion that waits, so that nobody can plant one', async () => {
  const lea = await leaver(app, 'Sue Secured')
  const { body } = await secure(lea)
  expect(body.taken).toContainEqual({ what: 'deletion', count: 1 })
  expect((await lea.browser.get('/account/deletion')).body).toEqual({ scheduled: null })
})
