import { describe, expect, it } from 'vitest'
import { days } from '#platform/clock.ts'
import { goodPassword, testApp } from '#tests/harness.ts'

const app = await testApp()
const { operator } = app
const again = () => operator.browser.post('/account/email-verification')
const confirm = (token?: string) => app.browser().post('/account/email-verification/confirmation', { token })
const letters = async () => (await app.mail(operator.email)).filter((letter) => letter.text.includes('/verify-email#'))
const last = async () => (await letters()).at(-1)?.token('/verify-email')

describe('the first person of an installation', () => {
  it('link dies after seven days', async () => {
    const token = await last()
    app.clock.advance(days(7))
    expect((await confirm(token)).status).toBe(410)
  })

  it('proves the address with the last link, once', async () => {
    await again()
    const token = await last()
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token)))
    expect(answers.filter((answer) => answer.status === 200).map((answer) => answer.body)).toEqual([
      { email: operator.email },
    ])
    expect(answers.filter((answer) => answer.status === 410)).toHaveLength(19)
    expect((await operator.browser.get('/account')).body.emailVerified).toBe(true)
    const rows = await app.sql(`SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'account.email_verified'`, [
      operator.id,
    ])
    expect(rows).toHaveLength(1)
    expect((await again()).body.code).toBe('already_verified')
  })

  it('cannot prove an address that was given up (V73)', async () => {
    await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [operator.id])
    await operator.browser.post('/auth/confirmation', { password: goodPassword })
    await again()
    const token = await last()
    await app.sql(`UPDATE users SET email = 'moved@example.com', email_canonical = 'moved@example.com' WHERE id = $1`, [
      operator.id,
    ])
    expect((await confirm(token)).status).toBe(410)
    expect((await operator.browser.get('/account')).body.emailVerified).toBe(false)
  })
})
