import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hours, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const fresh = () => `notices.${randomUUID()}@example.com`
const ask = (who: Person, email: unknown) => who.browser.put('/account/notification-email', { email })
const confirm = (token?: string) => app.browser().post('/account/notification-email/confirmation', { token })
const shown = async (who: Person) => (await who.browser.get('/account')).body.notificationEmail
const linkFor = async (who: Person, email: string): Promise<string> => {
  await ask(who, email)
  return (await app.mail(email)).at(-1)?.token('/confirm-notification-email') ?? ''
}
const actions = async (who: Person) =>
  (await app.sql<{ action: string }>(`SELECT action FROM audit_log WHERE log_id = $1 ORDER BY at, id`, [who.id]))
    .map((row) => row.action)
    .filter((action) => action.startsWith('account.notification'))

describe('a second address for notices', () => {
  it('is used only once its mailbox is proven, and everybody is told', async () => {
    const ada = await app.person('Ada Lovelace')
    const email = fresh()
    const token = await linkFor(ada, email)
    expect(await shown(ada)).toBeNull()
    const answer = await confirm(token)
    expect([answer.status, answer.body]).toEqual([200, { notificationEmail: email }])
    expect(await shown(ada)).toBe(email)
    for (const mailbox of [ada.email, email]) {
      const letter = (await app.mail(mailbox)).at(-1)
      expect(letter?.subject).toBe('Notices now go to a second address')
      expect(letter?.text).toContain('Europe/Berlin')
    }
    expect(await actions(ada)).toEqual(['account.notification_email_requested', 'account.notification_email_changed'])
  })

  it('gets security notices too, never a link that proves or restores', async () => {
    const ada = await app.person('Ada Lovelace')
    const email = fresh()
    await confirm(await linkFor(ada, email))
    const newEmail = `new.${randomUUID()}@example.com`
    await ada.browser.post('/account/email-change', { newEmail })
    const token = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
    await ada.browser.post('/account/email-change/confirmation', { token })
    const letters = await app.mail(email)
    expect(letters.map((letter) => letter.subject)).toContain('Your address was changed')
    for (const letter of letters.slice(1)) expect(letter.text).not.toContain('#')
  })

  it('cannot be used to sign in or to recover', async () => {
    const ada = await app.person('Ada Lovelace')
    const email = fresh()
    await confirm(await linkFor(ada, email))
    const before = (await app.mail(email)).length
    const signIn = await app.browser().post('/auth/sessions', { email, password: ada.password })
    expect(signIn.status).toBe(401)
    await app.browser().post('/auth/recoveries', { email })
    await app.browser().post('/auth/recoveries', { email: ada.email })
    expect(await app.mail(email)).toHaveLength(before)
  })

  it('that is replaced is told, and only the last link sent works', async () => {
    const ada = await app.person('Ada Lovelace')
    const [first, second, third] = [fresh(), fresh(), fresh()]
    await confirm(await linkFor(ada, first))
    const stale = await linkFor(ada, second)
    const token = await linkFor(ada, third)
    expect((await confirm(stale)).status).toBe(410)
    expect((await confirm(token)).status).toBe(200)
    expect((await app.mail(first)).at(-1)?.text).toContain(third)
  })

  it('is removed with a last notice to it, and a link under way dies', async () => {
    const ada = await app.person('Ada Lovelace')
    const [email, next] = [fresh(), fresh()]
    await confirm(await linkFor(ada, email))
    const token = await linkFor(ada, next)
    expect((await ada.browser.delete('/account/notification-email')).status).toBe(204)
    expect((await ada.browser.delete('/account/notification-email')).status).toBe(204)
    expect(await shown(ada)).toBeNull()
    expect((await confirm(token)).status).toBe(410)
    expect((await app.mail(email)).at(-1)?.subject).toBe('Notices no longer go to a second address')
    expect((await actions(ada)).filter((action) => action.endsWith('removed'))).toHaveLength(1)
  })

  it('link works once, of twenty at the same time too, and for 24 hours', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const token = await linkFor(ada, fresh())
    const late = await linkFor(ben, fresh())
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    app.clock.advance(hours(24))
    expect((await confirm(late)).status).toBe(410)
  })

  it('needs a recent proof of identity, and an address that is another', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await ask(ada, ada.email.toUpperCase())).body.code).toBe('same_address')
    expect((await ask(ada, 'a@example.com, b@example.com')).body.code).toBe('email_invalid')
    expect((await ask(ada, ['a@example.com'])).status).toBe(400)
    app.clock.advance(minutes(10))
    expect((await ask(ada, fresh())).body.code).toBe('confirmation_required')
  })
})
