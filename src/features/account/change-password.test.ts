import { describe, expect, it } from 'vitest'
import { issueToken } from '#access/one-time-tokens.ts'
import { days, minutes } from '#platform/clock.ts'
import { goodPassword, type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const better = 'quiet-lantern-orbit-77'
const change = (who: Person, next: unknown = better, current: unknown = goodPassword) =>
  who.browser.put('/account/password', { current, next })
const signIn = async (email: string, password: string) => {
  const browser = app.browser()
  return { browser, status: (await browser.post('/auth/sessions', { email, password })).status }
}
const audited = (who: Person) =>
  app.sql<{ details: object }>(
    `SELECT details FROM audit_log WHERE log_id = $1 AND action = 'account.password_changed' ORDER BY at, id`,
    [who.id],
  )

describe('changing the password', () => {
  it('V48, V49: ends the other sessions by their next request, and keeps this one', async () => {
    const ada = await app.person('Ada Lovelace')
    const others = [await signIn(ada.email, goodPassword), await signIn(ada.email, goodPassword)]
    const answer = await change(ada)
    expect([answer.status, answer.body]).toEqual([200, { sessionsEnded: 2 }])
    expect((await ada.browser.get('/account')).status).toBe(200)
    for (const { browser } of others) expect((await browser.get('/account')).status).toBe(401)
    expect([(await signIn(ada.email, goodPassword)).status, (await signIn(ada.email, better)).status]).toEqual([
      401, 200,
    ])
    expect(await audited(ada)).toEqual([{ details: { sessionsEnded: 2 } }])
  })

  it('makes open links worthless, and tells the person when, from where and what to do', async () => {
    const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kathmandu' })
    await app.platform.db.transaction((tx) =>
      issueToken(tx, { userId: ada.id, purpose: 'recover', address: ada.email, lifetime: days(1) }, app.clock.now()),
    )
    await change(ada)
    expect(await app.sql('SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND spent_at IS NULL', [ada.id])).toEqual([])
    const letter = (await app.mail(ada.email)).at(-1)
    expect(letter?.subject).toBe('Your password was changed')
    for (const text of ['1 Mar 2027, 14:45 (Asia/Kathmandu)', 'Chrome on Linux', '127.0.0.1', '/forgot-password']) {
      expect(letter?.text).toContain(text)
    }
    expect(app.logged()).not.toContain(better)
  })

  it('needs the current password; a wrong one leaves its trace', async () => {
    const ada = await app.person('Ada Lovelace')
    const answer = await change(ada, better, 'not-my-password')
    expect([answer.status, answer.body.errors[0].field]).toEqual([403, 'current'])
    expect(answer.body.code).toBe('current_password_wrong')
    expect(await audited(ada)).toEqual([{ details: { refused: 'current_password_wrong' } }])
    expect((await signIn(ada.email, goodPassword)).status).toBe(200)
  })

  it('needs a recent proof of identity', async () => {
    const ada = await app.person('Ada Lovelace')
    app.clock.advance(minutes(10))
    expect((await change(ada)).body.code).toBe('confirmation_required')
  })

  it('of four at once exactly one counts', async () => {
    const ada = await app.person('Ada Lovelace')
    const words = ['first-amber-canoe-11', 'second-birch-delta-22', 'third-cedar-ember-33', 'fourth-dune-fjord-44']
    const answers = await Promise.all(words.map((word) => change(ada, word)))
    const won = words.filter((_, n) => answers[n]?.status === 200)
    expect(won).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(['password_changed_meanwhile', 'current_password_wrong']).toContain(answer.body.code)
    }
    expect((await signIn(ada.email, won[0] ?? '')).status).toBe(200)
  })

  it('is limited to five attempts in fifteen minutes', async () => {
    const ada = await app.person('Ada Lovelace')
    const statuses = []
    for (let n = 0; n < 6; n += 1) statuses.push((await change(ada, better, 'not-my-password')).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
    expect((await change(ada)).status).toBe(429)
  })

  it.each([
    ['short', 'next', 'password_too_short'],
    ['x'.repeat(257), 'next', 'password_too_long'],
    ['password1234', 'next', 'password_breached'],
    ['grace-hopper-1906', 'next', 'password_contextual'],
    ['\ud800'.repeat(12), 'next', 'custom'],
    [['plum-harbour-violet-43'], 'next', 'invalid_type'],
  ])('refuses %j', async (next, field, code) => {
    const grace = await app.person('Grace Hopper')
    const answer = await change(grace, next)
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toEqual([expect.objectContaining({ field, code })])
  })
})
