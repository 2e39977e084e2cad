import { describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { noticesIn } from './notification-email.fixture.ts'

const app = await testApp()
const { fresh, ask } = noticesIn(app)

describe('a second address for notices', () => {
  it('needs a recent proof of identity, and an address that is another', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await ask(ada, ada.email.toUpperCase())).body.code).toBe('same_address')
    expect((await ask(ada, 'a@example.com, b@example.com')).body.code).toBe('email_invalid')
    expect((await ask(ada, ['a@example.com'])).status).toBe(400)
    app.clock.advance(minutes(10))
    expect((await ask(ada, fresh())).body.code).toBe('confirmation_required')
  })
})
