import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hours, later, minutes } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'

const app = await testApp()
const open = async (who: Person) =>
  app.sql(
    `SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'confirm-email-change' AND spent_at IS NULL`,
    [who.id],
  )

describe('asking for another address', () => {
  it('V75: mails a link to the new mailbox and changes nothing yet', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
    const newEmail = newAddress()
    const answer = await askChange(ada, newEmail.toUpperCase())
    const now = app.clock.now()
    const pending = { newEmail, requestedAt: now, sentAt: now, expiresAt: later(now, hours(24)) }
    expect([answer.status, answer.body]).toEqual([202, JSON.parse(JSON.stringify({ pending }))])
    expect((await ada.browser.get('/account/email-change')).body).toEqual(answer.body)
    expect((await ada.browser.get('/account')).body.email).toBe(ada.email)
    const letters = await app.mail(newEmail)
    expect(letters).toHaveLength(1)
    expect(letters[0]?.text).toContain('Asia/Kolkata')
    expect(letters[0]?.text).toContain('Chrome on Linux')
    expect(letters[0]?.text).not.toContain('Ada') // a stranger may get it; no text of the sender’s choosing
    expect(letters[0]?.token('/confirm-email')).toMatch(/^[\w-]{43}$/)
    const audit = await app.sql(`SELECT details FROM audit_log WHERE log_id = $1 AND action = $2`, [
      ada.id,
      'account.email_change_requested',
    ])
    expect(audit).toEqual([{ details: { changes: { email: { from: ada.email, to: newEmail } } } }])
  })

  it('V75: needs a recent proof of identity', async () => {
    const ada = await app.person('Ada Lovelace')
    app.clock.advance(minutes(10))
    const answer = await askChange(ada, newAddress())
    expect([answer.status, answer.body.code]).toEqual([403, 'confirmation_required'])
    await ada.browser.post('/auth/confirmation', { password: goodPassword })
    expect((await askChange(ada, newAddress())).status).toBe(202)
  })

  it('V130: does not tell that the address has an account; its owner is told', async () => {
    const [ben, zoe] = [await app.person('Ben Babbage'), await app.person('Zoe Other')]
    const free = newAddress()
    const [toFree, toTaken] = [await askChange(ben, free), await askChange(zoe, ben.email)]
    expect(toTaken.status).toBe(toFree.status)
    expect(toTaken.text.replace(ben.email, free)).toBe(toFree.text)
    expect([...toTaken.headers.keys()].sort()).toEqual([...toFree.headers.keys()].sort())
    expect((await zoe.browser.get('/account/email-change')).body).toEqual(toTaken.body)
    expect((await zoe.browser.post('/account/email-change/resend')).body.code).toBe('too_many')
    const letter = (await app.mail(ben.email)).at(-1)
    expect(letter?.subject).toBe('This address already has an AegisRunner account')
    expect(letter?.text).not.toMatch(/#|Zoe|127\.0\.0\.1/)
    expect([(await open(ben)).length, (await open(zoe)).length]).toEqual([1, 1]) // the same work either way
  })

  it('again replaces the change under way, and its link', async () => {
    const ada = await app.person('Ada Lovelace')
    const [first, second] = [newAddress(), newAddress()]
    await askChange(ada, first)
    await askChange(ada, second)
    const token = (await app.mail(first))[0]?.token('/confirm-email')
    expect((await app.browser().post('/account/email-change/confirmation', { token })).status).toBe(410)
    expect((await ada.browser.get('/account/email-change')).body.pending.newEmail).toBe(second)
    expect(await open(ada)).toHaveLength(1)
  })

  it('repeated with the same Idempotency-Key sends one letter', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    const once = { headers: { 'idempotency-key': randomUUID() } }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ada.browser.post('/account/email-change', { newEmail }, once)),
    )
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    expect(answers[0]?.status).toBe(202)
    expect(await app.mail(newEmail)).toHaveLength(1)
  })

  it('is limited', async () => {
    const ada = await app.person('Ada Lovelace')
    const statuses = []
    for (let n = 0; n < 11; n += 1) statuses.push((await askChange(ada, newAddress())).status)
    expect(statuses).toEqual([...Array(10).fill(202), 429])
    app.clock.advance(hours(1))
  })

  it.each([
    ['not an address', 'email_invalid'],
    ['a@example.com,b@example.com', 'email_invalid'],
    ['ada@exam\u200bple.com', 'email_invalid'],
    ['ada＠example.com', 'email_invalid'],
    ['', 'too_small'],
    [['a@example.com'], 'invalid_type'],
    [{ address: 'a@example.com' }, 'invalid_type'],
  ])('refuses %j', async (newEmail, code) => {
    const answer = await askChange(app.operator, newEmail)
    const confirmed = answer.body.code === 'confirmation_required'
    if (confirmed) await app.operator.browser.post('/auth/confirmation', { password: goodPassword })
    const { status, body } = confirmed ? await askChange(app.operator, newEmail) : answer
    expect(status).toBe(400)
    expect(body.errors).toEqual([expect.objectContaining({ field: 'newEmail', code })])
  })

  it('refuses the address one has, in any case', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await askChange(ada, ada.email.toUpperCase())).body.code).toBe('same_address')
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
  })
})
