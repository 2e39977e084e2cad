import { describe, expect, it } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { noticesIn } from './notification-email.fixture.ts'

const app = await testApp()
const { fresh, confirm, shown, linkFor, actions } = noticesIn(app)

describe('a second address for notices', () => {
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
})
