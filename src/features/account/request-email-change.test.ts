import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hours, later, minutes, seconds } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const fresh = () => `new.${randomUUID()}@example.com`
const ask = (who: Person, newEmail: unknown) => who.browser.post('/account/email-change', { newEmail })
const open = async (who: Person) =>
  app.sql(
    `SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'confirm-email-change' AND spent_at IS NULL`,
    [who.id],
  )

describe('asking for another address', () => {
  it('V75: mails a link to the new mailbox and changes nothing yet', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
    const newEmail = fresh()
    const answer = await ask(ada, newEmail.toUpperCase())
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
    const answer = await ask(ada, fresh())
    expect([answer.status, answer.body.code]).toEqual([403, 'confirmation_required'])
    await ada.browser.post('/auth/confirmation', { password: goodPassword })
    expect((await ask(ada, fresh())).status).toBe(202)
  })

  it('V130: does not tell that the address has an account; its owner is told', async () => {
    const [ben, zoe] = [await app.person('Ben Babbage'), await app.person('Zoe Other')]
    const free = fresh()
    const [toFree, toTaken] = [await ask(ben, free), await ask(zoe, ben.email)]
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
    const [first, second] = [fresh(), fresh()]
    await ask(ada, first)
    await ask(ada, second)
    const token = (await app.mail(first))[0]?.token('/confirm-email')
    expect((await app.browser().post('/account/email-change/confirmation', { token })).status).toBe(410)
    expect((await ada.browser.get('/account/email-change')).body.pending.newEmail).toBe(second)
    expect(await open(ada)).toHaveLength(1)
  })

  it('repeated with the same Idempotency-Key sends one letter', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = fresh()
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
    for (let n = 0; n < 11; n += 1) statuses.push((await ask(ada, fresh())).status)
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
    const answer = await ask(app.operator, newEmail)
    const confirmed = answer.body.code === 'confirmation_required'
    if (confirmed) await app.operator.browser.post('/auth/confirmation', { password: goodPassword })
    const { status, body } = confirmed ? await ask(app.operator, newEmail) : answer
    expect(status).toBe(400)
    expect(body.errors).toEqual([expect.objectContaining({ field: 'newEmail', code })])
  })

  it('refuses the address one has, in any case', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await ask(ada, ada.email.toUpperCase())).body.code).toBe('same_address')
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
  })
})

describe('sending the link again', () => {
  const again = (who: Person) => who.browser.post('/account/email-change/resend')

  it('waits a minute, kills the old link and lives a day from then', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = fresh()
    const asked = (await ask(ada, newEmail)).body.pending
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
    const newEmail = fresh()
    await ask(ada, newEmail)
    app.clock.advance(minutes(1))
    const answers = await Promise.all(Array.from({ length: 20 }, () => again(ada)))
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(19)
    expect(await app.mail(newEmail)).toHaveLength(2)
  })

  it('tells when nothing is waiting, or its time is over', async () => {
    const ada = await app.person('Ada Lovelace')
    expect((await again(ada)).body.code).toBe('nothing_pending')
    await ask(ada, fresh())
    app.clock.advance(hours(24))
    expect((await again(ada)).body.code).toBe('nothing_pending')
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
  })
})

describe('cancelling', () => {
  it('kills the link; a second time changes nothing', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = fresh()
    await ask(ada, newEmail)
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
