import { describe, expect, it } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'

const app = await testApp()

describe('cancelling', () => {
  it('kills the link; a second time changes nothing', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    await askChange(ada, newEmail)
    expect((await ada.browser.delete('/account/email-change')).status).toBe(204)
    expect((await ada.browser.delete('/account/email-change')).status).toBe(204)
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
    const token = (await app.mail(newEmail))[0]?.token('/confirm-email')
    expect((await app.browser().post('/account/email-change/confirmation', { token })).status).toBe(410)
    const rows = await app.sql(`SELECT 1 FROM audit_log WHERE log_id = $1 AND action = $2`, [
      ada.id,
      'account.email_change_cancelled',
    ])
    expect(rows).toHaveLength(1)
  })
})
