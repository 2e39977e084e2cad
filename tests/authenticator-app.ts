import { generateSync } from 'otplib'
import type { Browser } from './browser.ts'
import type { Person, TestApp } from './harness.ts'

/** Seconds a code is shown. */
export const period = 30

/** An authenticator app on somebody's phone. Computes with another library than the server does. */
export class AuthenticatorApp {
  readonly secret: string
  readonly #clock: TestApp['clock']

  constructor(secret: string, clock: TestApp['clock']) {
    this.secret = secret
    this.#clock = clock
  }

  /** The code shown now, or so many codes later or (negative) earlier. */
  code(later = 0): string {
    return generateSync({ secret: this.secret, epoch: this.#clock.now().getTime() / 1000 + later * period })
  }

  /** A code the app shows at no time near. */
  wrong(): string {
    const near = [-2, -1, 0, 1, 2].map((later) => this.code(later))
    return ['123456', '654321', '111222', '333444', '555666', '777888'].find((code) => !near.includes(code)) ?? ''
  }
}

const phones = new WeakMap<Browser, AuthenticatorApp>()

/** The first app that was added in this browser. */
export function phoneOf(browser: Browser): AuthenticatorApp {
  const phone = phones.get(browser)
  if (!phone) throw new Error('two-factor authentication was not switched on in this browser')
  return phone
}

/** What a person has at hand once two-factor authentication is on. */
export interface TwoFactors {
  phone: AuthenticatorApp
  backupCodes: string[]
  authenticatorId: string
}

/** Switches two-factor authentication on through the API, and waits for a code that was not used yet. */
export async function enableTwoFactor(app: TestApp, { browser }: Person): Promise<TwoFactors> {
  const { phone, answer } = await addAuthenticator(app, browser)
  app.clock.advance(period * 1000)
  return { phone, backupCodes: answer.backupCodes, authenticatorId: answer.authenticator.id }
}

/** Somebody who has two-factor authentication on, and what they have to prove it. */
export async function protectedPerson(app: TestApp, name = 'Dov Member'): Promise<Person & TwoFactors> {
  const person = await app.person(name)
  return { ...person, ...(await enableTwoFactor(app, person)) }
}

/** Adds an authenticator app through the API; the browser must have a fresh proof. */
export async function addAuthenticator(app: TestApp, browser: Browser, name?: string) {
  const begun = await browser.post('/account/two-factor/enrolments', name ? { name } : {})
  if (begun.status !== 201) throw new Error(`enrolment: ${begun.text}`)
  const phone = new AuthenticatorApp(begun.body.secret, app.clock)
  const path = `/account/two-factor/enrolments/${begun.body.id}/confirmation`
  const { status, body, text } = await browser.post(path, { code: phone.code() })
  if (status !== 200) throw new Error(`confirmation: ${text}`)
  if (!phones.has(browser)) phones.set(browser, phone)
  return { phone, answer: body }
}

/** Gives the password in a fresh browser, or in the given one: a sign-in that waits for its second factor. */
export async function halfSignedIn(app: TestApp, person: Person, browser = app.browser()): Promise<Browser> {
  const { status, body, text } = await browser.post('/auth/sessions', {
    email: person.email,
    password: person.password,
  })
  if (status !== 200 || body.state !== 'second_factor') throw new Error(`sign-in: ${text}`)
  return browser
}
