import { describe, expect, it } from 'vitest'
import { issueToken, type TokenPurpose } from '#access/one-time-tokens.ts'
import { days, hours, minutes, seconds } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'
import { sweepEmailChanges } from './email-change.queries.ts'

const app = await testApp()
const linkFor = async (who: Person, newEmail: string): Promise<string> => {
  const asked = await askChange(who, newEmail)
  if (asked.status !== 202) throw new Error(asked.text)
  return (await app.mail(newEmail)).at(-1)?.token('/confirm-email') ?? ''
}
const confirm = (token: string, browser: Browser = app.browser()) =>
  browser.post('/account/email-change/confirmation', { token })
const signIn = async (email: string, password = goodPassword) => {
  const browser = app.browser()
  return { browser, status: (await browser.post('/auth/sessions', { email, password })).status }
}
const addressOf = async (who: Person) =>
  (
    await app.sql<{ email: string; email_canonical: string }>(
      'SELECT email, email_canonical FROM users WHERE id = $1',
      [who.id],
    )
  )[0]

describe('confirming a new address', () => {
  it('switches it, keeps this browser and ends the others', async () => {
    const ada = await app.person('Ada Lovelace')
    const elsewhere = (await signIn(ada.email)).browser
    const newEmail = newAddress()
    const answer = await confirm(await linkFor(ada, newEmail), ada.browser)
    expect([answer.status, answer.body]).toEqual([200, { email: newEmail }])
    const { body } = await ada.browser.get('/account')
    expect([body.email, body.emailVerified]).toEqual([newEmail, true])
    expect((await elsewhere.get('/account')).status).toBe(401)
    expect((await ada.browser.get('/account/email-change')).body).toEqual({ pending: null })
    expect((await signIn(newEmail)).status).toBe(200)
    expect((await signIn(ada.email)).status).toBe(401)
  })

  it('in a browser nobody is signed in with, or somebody else is, ends every session of the person', async () => {
    const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Other')]
    expect((await confirm(await linkFor(ada, newAddress()), zoe.browser)).status).toBe(200)
    expect((await ada.browser.get('/account')).status).toBe(401)
    expect((await zoe.browser.get('/account')).status).toBe(200)
  })

  it('V76: tells the old mailbox, with an undo link and the masked new address, and the new one', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'America/St_Johns' })
    const newEmail = newAddress()
    await confirm(await linkFor(ada, newEmail), ada.browser)
    const toOld = (await app.mail(ada.email)).at(-1)
    expect(toOld?.token('/undo-email')).toMatch(/^[\w-]{43}$/)
    expect(toOld?.text).toContain('n•••@example.com')
    expect(toOld?.text).not.toContain(newEmail)
    const toNew = (await app.mail(newEmail)).at(-1)
    expect(toNew?.subject).toBe('Your address was changed')
    expect(toNew?.text).toContain(`${app.config.publicUrl}/forgot-password`)
    expect(toNew?.text).not.toContain('#')
    for (const letter of [toOld, toNew]) {
      expect(letter?.text).toContain('America/St_Johns')
      expect(letter?.text).toContain('Chrome on Linux')
      expect(letter?.text).toContain('127.0.0.1')
    }
  })

  it('V72: makes every other open link worthless, but not the undo links of earlier mailboxes', async () => {
    const ada = await app.person('Ada Lovelace')
    await confirm(await linkFor(ada, newAddress()), ada.browser)
    const undoFirst = (await app.mail(ada.email)).at(-1)?.token('/undo-email') ?? ''
    const others: TokenPurpose[] = [
      'recover',
      'verify-email',
      'unlock-sign-in',
      'disown-sign-in',
      'confirm-notification-email',
    ]
    await app.platform.db.transaction(async (tx) => {
      for (const purpose of others) {
        await issueToken(tx, { userId: ada.id, purpose, address: ada.email, lifetime: days(1) }, app.clock.now())
      }
    })
    await confirm(await linkFor(ada, newAddress()), ada.browser)
    const open = await app.sql<{ purpose: string }>(
      'SELECT purpose FROM one_time_tokens WHERE user_id = $1 AND spent_at IS NULL',
      [ada.id],
    )
    expect(open.map((row) => row.purpose)).toEqual(['undo-email-change', 'undo-email-change'])
    expect((await app.browser().post('/account/email-change/undo', { token: undoFirst })).body.email).toBe(ada.email)
  })

  it('writes old and new into the person’s log and their team’s', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    await confirm(await linkFor(ada, newEmail), ada.browser)
    const rows = await app.sql(
      `SELECT log_id, actor_id, details FROM audit_log WHERE action = 'account.email_changed' AND actor_id = $1 ORDER BY log_id`,
      [ada.id],
    )
    const details = { changes: { email: { from: ada.email, to: newEmail } }, sessionsEnded: 0 }
    expect(rows).toEqual([ada.teamId, ada.id].map((log_id) => ({ log_id, actor_id: ada.id, details })))
  })
})

describe('a link that is not good', () => {
  it('V128: used, expired, of another kind, or made up is refused in the same words', async () => {
    const ada = await app.person('Ada Lovelace')
    const used = await linkFor(ada, newAddress())
    await confirm(used, ada.browser)
    const late = await linkFor(ada, newAddress())
    const undo = (await app.mail(ada.email)).at(-1)?.token('/undo-email') ?? ''
    app.clock.advance(hours(24))
    for (const token of [used, late, undo, 'A'.repeat(43)]) {
      const answer = await confirm(token)
      expect([answer.status, answer.body.code]).toEqual([410, 'link_invalid'])
    }
    expect((await confirm('short')).status).toBe(400)
    expect((await app.browser().post('/account/email-change/confirmation', { token: [used] })).status).toBe(400)
  })

  it('does not confirm another address than the one it was sent to (V73)', async () => {
    const ada = await app.person('Ada Lovelace')
    const [mine, victims] = [newAddress(), newAddress()]
    const token = await linkFor(ada, mine)
    await app.sql('UPDATE email_changes SET new_email = $2, new_canonical = $2 WHERE user_id = $1', [ada.id, victims])
    expect((await confirm(token)).status).toBe(410)
    expect((await addressOf(ada))?.email).toBe(ada.email)
  })
})

describe('races', () => {
  it('one link used twenty times at once works once', async () => {
    const ada = await app.person('Ada Lovelace')
    const newEmail = newAddress()
    const token = await linkFor(ada, newEmail)
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 410)).toHaveLength(19)
    expect((await app.mail(ada.email)).filter((letter) => letter.text.includes('/undo-email'))).toHaveLength(1)
    app.clock.advance(minutes(15))
  })

  it('of ten people confirming one address at once exactly one gets it, the others keep all they had', async () => {
    const newEmail = newAddress()
    const people: Person[] = []
    const tokens: string[] = []
    for (let n = 0; n < 10; n += 1) people.push(await app.person(`Racer ${n}`))
    for (const person of people) tokens.push(await linkFor(person, newEmail))
    const answers = await Promise.all(tokens.map((token) => confirm(token)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(409)])
    for (const [n, answer] of answers.entries()) {
      const person = people[n] as Person
      const won = answer.status === 200
      expect(await addressOf(person)).toEqual({
        email: won ? newEmail : person.email,
        email_canonical: won ? newEmail : person.email,
      })
      if (won) continue
      expect(answer.body.code).toBe('address_taken')
      expect((await person.browser.get('/account')).status).toBe(200)
      expect((await person.browser.get('/account/email-change')).body.pending.newEmail).toBe(newEmail)
    }
    app.clock.advance(hours(1))
  })

  it('confirming and cancelling at once: one of them, never half of both', async () => {
    const dov = await app.person('Dov Double')
    for (let n = 0; n < 5; n += 1) {
      const before = (await addressOf(dov))?.email
      const newEmail = newAddress()
      const token = await linkFor(dov, newEmail)
      const [confirmed] = await Promise.all([
        confirm(token, dov.browser),
        dov.browser.delete('/account/email-change'),
        dov.browser.delete('/account/email-change'),
      ])
      expect([200, 410]).toContain(confirmed.status)
      expect((await addressOf(dov))?.email).toBe(confirmed.status === 200 ? newEmail : before)
      expect((await dov.browser.get('/account/email-change')).body).toEqual({ pending: null })
    }
  })

  it('confirming, changing the password and asking anew at once end without a deadlock', async () => {
    const cleo = await app.person('Cleo Clerk')
    const token = await linkFor(cleo, newAddress())
    const answers = await Promise.all([
      confirm(token, cleo.browser),
      cleo.browser.put('/account/password', { current: goodPassword, next: 'quiet-lantern-orbit-77' }),
      askChange(cleo, newAddress()),
      cleo.browser.put('/account/notification-email', { email: newAddress() }),
    ])
    expect(answers.every((answer) => answer.status < 500)).toBe(true)
  })
})

it('forgets an address that nobody confirmed in time', async () => {
  const ada = await app.person('Ada Lovelace')
  await linkFor(ada, newAddress())
  app.clock.advance(hours(24) + seconds(1))
  await sweepEmailChanges(app.platform.db, app.clock.now())
  expect(await app.sql('SELECT 1 FROM email_changes WHERE user_id = $1', [ada.id])).toEqual([])
})
