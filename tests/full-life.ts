import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { flush, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { type AuthenticatorApp, enableTwoFactor } from './authenticator-app.ts'
import type { Person, TestApp } from './harness.ts'
import { addPasskey, authenticatorFor } from './passkeys.ts'

/** Somebody who used everything there is, and the words that only they would leave behind. */
export interface FullLife extends Person {
  phone: AuthenticatorApp
  words: string[]
}

/** Signs somebody up and lets them use everything an account has. */
export async function fullLife(app: TestApp): Promise<FullLife> {
  const mark = randomUUID().slice(0, 8)
  const fullName = `Quirina Zweifelsohn-${mark}`
  const person = await app.person(fullName, { email: `quirina.${mark}@example.com` })
  const { browser } = person
  const profile = { phone: '+49 30 901820', company: `Holzwurm ${mark}`, jobTitle: `Chief of ${mark}` }
  const { body: account } = await browser.get('/account')
  await browser.patch('/account', profile, { ifMatch: account.version })
  const picture = await sharp({ create: { width: 30, height: 30, channels: 3, background: '#345' } })
    .png()
    .toBuffer()
  await browser.put('/account/avatar', picture, { headers: { 'content-type': 'image/png' } })
  const notices = `notices.${mark}@example.com`
  await browser.put('/account/notification-email', { email: notices })
  const token = (await app.mail(notices)).at(-1)?.token('/confirm-notification-email')
  await browser.post('/account/notification-email/confirmation', { token })
  const next = `next.${mark}@example.com`
  await browser.post('/account/email-change', { newEmail: next })
  await app.browser().post('/auth/sessions', { email: person.email, password: person.password })
  await app.browser().post('/auth/recoveries', { email: person.email })
  const key = await makeKey(person, { name: `Laptop of ${mark}` })
  await program(app, key.secret).get('/key')
  await flush(app)
  await addPasskey(browser, authenticatorFor(app))
  const { phone } = await enableTwoFactor(app, person)
  // Every other session ended with that; a proof by the second factor is what leaving asks for.
  await browser.post('/auth/confirmation', { code: phone.code() })
  await browser.post('/account/exports')
  await app.drain()
  return { ...person, phone, words: [fullName, person.email, notices, next, mark, '+4930901820'] }
}
