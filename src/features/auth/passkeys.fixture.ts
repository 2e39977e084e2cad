import type { SoftAuthenticator } from '#features/passkeys/authenticator.fixture.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { addPasskey, authenticatorFor, switchTwoFactorOn } from '#tests/passkeys.ts'

/** Two people with a passkey and two-factor authentication each. */
export async function twoWithPasskeys(
  app: TestApp,
): Promise<{ dov: Person; eve: Person; dovs: SoftAuthenticator; eves: SoftAuthenticator }> {
  const [dov, eve] = [await app.person('Dov Member'), await app.person('Eve Other')]
  const [dovs, eves] = [authenticatorFor(app), authenticatorFor(app)]
  await addPasskey(dov.browser, dovs)
  await addPasskey(eve.browser, eves)
  await switchTwoFactorOn(app, dov)
  await switchTwoFactorOn(app, eve)
  return { dov, eve, dovs, eves }
}
