import { SoftAuthenticator, type Twist } from '#features/passkeys/authenticator.fixture.ts'
import type { Answer, Browser } from './browser.ts'
import type { Person, TestApp } from './harness.ts'

/** An authenticator before the page of this installation. */
export const authenticatorFor = (
  { config }: TestApp,
  more?: ConstructorParameters<typeof SoftAuthenticator>[1],
): SoftAuthenticator => new SoftAuthenticator(config.publicUrl, more)

/** The three doors that take a passkey: where its challenge comes from and where the answer goes. */
export const doors = {
  'sign-in': ['/auth/passkey-options', '/auth/passkey-sessions'],
  challenge: ['/auth/challenge/passkey-options', '/auth/challenge/passkey'],
  'step-up': ['/auth/confirmation/passkey-options', '/auth/confirmation/passkey'],
} as const

/** What a browser sends to a door, answered by the authenticator. */
export async function assertion(
  browser: Browser,
  door: keyof typeof doors,
  authenticator: SoftAuthenticator,
  twist?: Twist,
) {
  const { status, body, text } = await browser.post(doors[door][0])
  if (status !== 200) throw new Error(`asking for a challenge: ${status} ${text}`)
  return { ceremonyId: body.ceremonyId as string, response: authenticator.get(body.options, twist) }
}

/** Goes through a door with a passkey. */
export async function answerWithPasskey(
  browser: Browser,
  door: keyof typeof doors,
  authenticator: SoftAuthenticator,
  twist?: Twist,
): Promise<Answer> {
  return browser.post(doors[door][1], await assertion(browser, door, authenticator, twist))
}

/** What a browser sends to add a passkey. */
export async function registration(browser: Browser, authenticator: SoftAuthenticator, twist?: Twist) {
  const { status, body, text } = await browser.post('/account/passkeys/registration-options')
  if (status !== 200) throw new Error(`asking for a passkey: ${status} ${text}`)
  return { ceremonyId: body.ceremonyId as string, response: authenticator.create(body.options, twist) }
}

/** Adds a passkey and answers it; throws when it is refused. */
export async function addPasskey(browser: Browser, authenticator: SoftAuthenticator) {
  const { status, body, text } = await browser.post('/account/passkeys', await registration(browser, authenticator))
  if (status !== 201) throw new Error(`adding a passkey: ${status} ${text}`)
  return body as { id: string; name: string; provider: string | null; synced: boolean; lastUsedAt: string | null }
}

/** Gives a person a confirmed authenticator app, so that two-factor authentication is on. */
export async function switchTwoFactorOn(app: TestApp, { id }: Pick<Person, 'id'>): Promise<void> {
  const now = app.clock.now()
  await app.sql(
    `INSERT INTO authenticators (id, user_id, name, secret, created_at, confirmed_at)
     VALUES ($1, $2, 'App', 'sealed elsewhere', $3, $3)`,
    [`otp_${id}`, id, now],
  )
}
