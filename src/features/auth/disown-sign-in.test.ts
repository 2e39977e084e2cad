import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

/** A stranger who knows the password signs in; answers their browser, and the secret of the letter about it. */
async function strangerIn({ email, password }: Person) {
  const stranger = app.browser()
  expect((await stranger.post('/auth/sessions', { email, password })).status).toBe(200)
  return { stranger, token: (await app.mail(email)).at(-1)?.token('/not-me') }
}

const disown = (token: unknown) => app.browser().post('/auth/disownments', { token })

test('“This wasn’t me” ends every session, lets nobody in with the present password, and mails a link to choose another', async () => {
  const ada = await app.person('Ada Lovelace')
  const credentials = { email: ada.email, password: ada.password }
  await ada.browser.post('/auth/sessions', credentials)
  const { stranger, token } = await strangerIn(ada)
  expect((await disown(token)).body).toEqual({ state: 'secured', sessionsEnded: 3 })
  for (const browser of [stranger, ada.browser]) {
    expect((await browser.get('/account')).status).toBe(401)
    // Whoever knows the password must not be straight back in.
    expect((await browser.post('/auth/sessions', credentials)).body).toMatchObject({ code: 'password_change_due' })
  }
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('Choose a new password')
  const [row] = await app.sql<{ actor_id: string; details: object }>(
    "SELECT actor_id, details FROM audit_log WHERE log_id = $1 AND action = 'auth.sign_in_disowned'",
    [ada.id],
  )
  expect(row).toMatchObject({ actor_id: ada.id, details: { sessionsEnded: 3 } })
  const chosen = 'copper-willow-station-7'
  const next = { token: letter?.token('/recover'), password: chosen }
  expect((await app.browser().post('/auth/recoveries/completion', next)).status).toBe(200)
  expect((await ada.browser.post('/auth/sessions', { email: ada.email, password: chosen })).status).toBe(200)
})

test('of twenty uses of one letter at once one counts, and other letters of the same kind are void with it', async () => {
  const ben = await app.person('Ben Admin')
  const [first, second] = [await strangerIn(ben), await strangerIn(ben)]
  const answers = await Promise.all(Array.from({ length: 20 }, () => disown(second.token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(410)])
  expect((await disown(first.token)).body.code).toBe('link_invalid')
  const rows = await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'auth.sign_in_disowned'", [ben.id])
  expect(rows).toHaveLength(1)
})

test('a letter is of use for seven days, and what is no secret of one takes nothing away', async () => {
  const cleo = await app.person('Cleo Member')
  const { stranger, token } = await strangerIn(cleo)
  for (const wrong of ['', 'A'.repeat(43), `${token}x`, 7, null, [token]]) {
    const { status } = await disown(wrong)
    expect([400, 410], String(wrong)).toContain(status)
  }
  expect((await stranger.get('/account')).status).toBe(200)
  app.clock.advance(days(7))
  expect((await disown(token)).body.code).toBe('link_invalid')
  expect((await stranger.get('/account')).status).toBe(200)
})
