import { describe, expect, it } from 'vitest'
import { hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'
import { noticesIn } from './notification-email.fixture.ts'

const app = await testApp()
const { fresh, confirm, shown, linkFor, actions } = noticesIn(app)

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
    const newEmail = newAddress()
    await askChange(ada, newEmail)
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

  it('link works once, of twenty at the same time too, and for 24 hours', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const token = await linkFor(ada, fresh())
    const late = await linkFor(ben, fresh())
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    app.clock.advance(hours(24))
    expect((await confirm(late)).status).toBe(410)
  })
})
