import { describe, expect, it } from 'vitest'
import { hours, seconds } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'

const app = await testApp()

/** Moves somebody to a new address as they, or whoever sits in their session, would; answers the address and the old mailbox’s link. */
async function moved(who: Person, from = who.email): Promise<{ newEmail: string; undo: string }> {
  const newEmail = newAddress()
  await askChange(who, newEmail)
  const token = (await app.mail(newEmail)).at(-1)?.token('/confirm-email')
  const confirmed = await who.browser.post('/account/email-change/confirmation', { token })
  if (confirmed.status !== 200) throw new Error(confirmed.text)
  return { newEmail, undo: (await app.mail(from)).at(-1)?.token('/undo-email') ?? '' }
}
const undoWith = (token: string) => app.browser().post('/account/email-change/undo', { token })
const signIn = async (email: string) =>
  (await app.browser().post('/auth/sessions', { email, password: goodPassword })).status

describe('undoing a change of address', () => {
  it('restores the old address without a session, and ends every one', async () => {
    const ada = await app.person('Ada Lovelace')
    const { newEmail, undo } = await moved(ada)
    const answer = await undoWith(undo)
    expect([answer.status, answer.body]).toEqual([200, { email: ada.email }])
    expect((await ada.browser.get('/account')).status).toBe(401)
    expect([await signIn(ada.email), await signIn(newEmail)]).toEqual([200, 401])
  })

  it('tells both mailboxes and writes it down', async () => {
    const ada = await app.person('Ada Lovelace')
    const { newEmail, undo } = await moved(ada)
    await undoWith(undo)
    for (const mailbox of [ada.email, newEmail]) {
      const letter = (await app.mail(mailbox)).at(-1)
      expect(letter?.subject).toBe('A change of your address was undone')
      expect(letter?.text).toContain(`${app.config.publicUrl}/forgot-password`)
    }
    const rows = await app.sql(
      `SELECT log_id, details FROM audit_log WHERE action = $1 AND actor_id = $2 ORDER BY log_id`,
      ['account.email_change_undone', ada.id],
    )
    const details = { changes: { email: { from: newEmail, to: ada.email } }, sessionsEnded: 1 }
    expect(rows).toEqual([ada.teamId, ada.id].map((log_id) => ({ log_id, details })))
  })

  it('kills a recovery link in the newer mailbox, and a further change under way', async () => {
    const ada = await app.person('Ada Lovelace')
    const { newEmail, undo } = await moved(ada)
    await app.browser().post('/auth/recoveries', { email: newEmail })
    const recovery = (await app.mail(newEmail)).at(-1)?.token('/recover')
    const further = newAddress()
    await ada.browser.post('/account/email-change', { newEmail: further })
    const confirm = (await app.mail(further)).at(-1)?.token('/confirm-email')
    await undoWith(undo)
    const completion = { token: recovery, password: 'quiet-lantern-orbit-77' }
    expect((await app.browser().post('/auth/recoveries/completion', completion)).status).toBe(410)
    expect((await app.browser().post('/account/email-change/confirmation', { token: confirm })).status).toBe(410)
    expect(await app.sql('SELECT 1 FROM email_changes WHERE user_id = $1', [ada.id])).toEqual([])
  })

  it('works after a second change and a new password: a thief cannot be rid of it', async () => {
    const ada = await app.person('Ada Lovelace')
    const first = await moved(ada)
    const second = await moved(ada, first.newEmail)
    const next = { current: goodPassword, next: 'quiet-lantern-orbit-77' }
    expect((await ada.browser.put('/account/password', next)).status).toBe(200)
    expect((await undoWith(first.undo)).body.email).toBe(ada.email)
    expect((await undoWith(second.undo)).status).toBe(410)
  })

  it('lasts 72 hours', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const [a, b] = [await moved(ada), await moved(ben)]
    app.clock.advance(hours(72) - seconds(1))
    expect((await undoWith(a.undo)).status).toBe(200)
    app.clock.advance(seconds(1))
    expect((await undoWith(b.undo)).body.code).toBe('link_invalid')
  })

  it('used twenty times at once works once', async () => {
    const ada = await app.person('Ada Lovelace')
    const { newEmail, undo } = await moved(ada)
    const answers = await Promise.all(Array.from({ length: 20 }, () => undoWith(undo)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 410)).toHaveLength(19)
    const told = (await app.mail(newEmail)).filter((letter) => letter.subject.includes('undone'))
    expect(told).toHaveLength(1)
  })

  it('is refused, and changes nothing, when somebody else proved the old address meanwhile', async () => {
    const [ada, zoe] = [await app.person('Ada Lovelace'), await app.person('Zoe Other')]
    const { newEmail, undo } = await moved(ada)
    await zoe.browser.post('/account/email-change', { newEmail: ada.email })
    const token = (await app.mail(ada.email)).at(-1)?.token('/confirm-email')
    expect((await zoe.browser.post('/account/email-change/confirmation', { token })).status).toBe(200)
    const answer = await undoWith(undo)
    expect([answer.status, answer.body.code]).toEqual([409, 'address_taken'])
    expect((await ada.browser.get('/account')).body.email).toBe(newEmail)
    expect((await zoe.browser.get('/account')).body.email).toBe(ada.email)
  })
})
