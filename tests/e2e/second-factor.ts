import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { seconds } from '#platform/clock.ts'
import type { Person, TestApp } from '#tests/harness.ts'

/** The code that an authenticator app shows for a secret (base 32), by another library than the server's. */
export const codeAt = (secret: string, now: Date): string =>
  generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) })

/** The next code that has not been used: each counts once, so the clock goes on by one step. */
export function nextCode(app: TestApp, secret: string): string {
  app.clock.advance(seconds(30))
  return codeAt(secret, app.clock.now())
}

/** A code that is wrong just now. */
export const wrongCode = (app: TestApp, secret: string): string =>
  ['111111', '222222'].find((code) => code !== codeAt(secret, app.clock.now())) ?? ''

/** Switches two-factor authentication on for somebody, through the API. */
export async function enableTwoFactor(
  app: TestApp,
  person: Person,
): Promise<{ secret: string; backupCodes: string[] }> {
  const begun = await person.browser.post('/account/two-factor/enrolments', {})
  const { id, secret } = begun.body
  const done = await person.browser.post(`/account/two-factor/enrolments/${id}/confirmation`, {
    code: nextCode(app, secret),
  })
  if (done.status !== 200) throw new Error(`two-factor of ${person.fullName}: ${JSON.stringify(done.body)}`)
  return { secret, backupCodes: done.body.backupCodes }
}

/** The first step of signing in, in the page. */
export async function typePassword(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs out through the menu behind the picture. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
}
