import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('V127, V129: an unknown address gets the same answer and no letter', async () => {
  const ben = await app.person('Ben Admin')
  const known = await app.browser().post('/auth/recoveries', { email: ben.email })
  const unknown = await app.browser().post('/auth/recoveries', { email: 'nobody@example.com' })
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
  expect(await app.mail('nobody@example.com')).toHaveLength(0)
})

test('nobody can flood a mailbox: three letters an hour', async () => {
  const dov = await app.person('Dov Member')
  for (let i = 0; i < 6; i++) await app.browser().post('/auth/recoveries', { email: dov.email })
  expect((await app.mail(dov.email)).filter((letter) => letter.subject === 'Choose a new password')).toHaveLength(3)
})

test('V80, V82: links start with PUBLIC_URL whatever the request claims', async () => {
  const eve = await app.person('Eve Example')
  const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' }
  await app.browser().post('/auth/recoveries', { email: eve.email }, { headers: evil })
  const letter = (await app.mail(eve.email)).at(-1)
  expect(letter?.text).toContain(`${app.config.publicUrl}/recover#`)
  expect(letter?.text + (letter?.html ?? '')).not.toContain('evil.example')
})
