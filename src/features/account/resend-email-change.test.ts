import { describe, expect, it } from 'vitest'
import { hours, later, minutes, seconds } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'

const app = await testApp()
const again = (who: Person) => who.browser.post('/account/email-change/resend')

describe('sending the link again', () => {
  it('waits a minute, kills the old link and lives a day from then', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    const asked = (await askChange(ada, newEmail)).body.pending
    app.clock.advance(seconds(59))
    const soon = await again(ada)
    expect([soon.status, soon.body.retryAfter, soon.headers.get('retry-after')]).toEqual([429, 1, '1'])
    app.clock.advance(seconds(1))
    const sent = await again(ada)
    expect(sent.status).toBe(202)
    expect(sent.body.pending.requestedAt).toBe(asked.requestedAt)
    expect(sent.body.pending.expiresAt).toBe(later(app.clock.now(), hours(24)).toISOString())
    const [first, second] = await app.mail(newEmail)
    const confirm = (token?: string) => app.browser().post('/account/email-change/confirmation', { token })
    expect((await confirm(first?.token('/confirm-email'))).status).toBe(410)
    expect((await confirm(second?.token('/confirm-email'))).status).toBe(200)
  })

  it('pressed twenty times at once sends one letter', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    await askChange(ada, newEmail)
    app.clock.advance(minutes(1))
    const answers = await Promise.all(Array.from({ length: 20 }, () => again(ada)))
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(19)
    expect(await app.mail(newEmail)).toHaveLength(2)
  })

  it('tells when nothing is waiting, or its time is over', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await again(ada)).body.code).toBe('nothing_pending')
    await askChange(ada, newAddress())
    app.clock.advance(hours(24))
    expect((await again(ada)).body.code).toBe('nothing_pending')
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
  })
})
