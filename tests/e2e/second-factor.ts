import { generateSync } from 'otplib'
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
