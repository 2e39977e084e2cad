import { AuthenticatorApp, addAuthenticator, enableTwoFactor, halfSignedIn } from '../authenticator-app.ts'
import { goodPassword, type Person, type TestApp } from '../harness.ts'
import { as, type Example, ok, type RouteName } from './example.ts'

let names = 0

async function withEnrolment(app: TestApp, { browser }: Person): Promise<{ id: string; phone: AuthenticatorApp }> {
  const { body } = await browser.post('/account/two-factor/enrolments', {})
  return { id: body.id, phone: new AuthenticatorApp(body.secret, app.clock) }
}

async function withTrust(app: TestApp, person: Person): Promise<string> {
  const { phone } = await enableTwoFactor(app, person)
  const browser = await halfSignedIn(app, person)
  await ok(browser.post('/auth/challenge/code', { code: phone.code(), trustDevice: true }))
  const { body } = await person.browser.get('/account/two-factor')
  return body.trustedDevices[0].id
}

/** One valid request per route of the slice. */
export const twoFactorExamples = {
  'GET /account/two-factor': as(200),
  'POST /account/two-factor/enrolments': {
    status: 201,
    prepare: (_app, { browser }) => ({ browser, body: { name: `Phone ${++names}` } }),
  },
  'POST /account/two-factor/enrolments/{id}/confirmation': {
    status: 200,
    async prepare(app, person) {
      const { id, phone } = await withEnrolment(app, person)
      return {
        browser: person.browser,
        params: { id },
        // A code changes while the clock is moved, so it is read off the phone when it is sent.
        get body() {
          return { code: phone.code() }
        },
      }
    },
  },
  'PATCH /account/two-factor/authenticators/{id}': {
    status: 200,
    async prepare(app, person) {
      const { authenticatorId: id } = await enableTwoFactor(app, person)
      return { browser: person.browser, params: { id }, body: { name: 'Tablet' } }
    },
  },
  'DELETE /account/two-factor/authenticators/{id}': {
    status: 200,
    async prepare(app, person) {
      await enableTwoFactor(app, person)
      const { answer } = await addAuthenticator(app, person.browser)
      return { browser: person.browser, params: { id: answer.authenticator.id } }
    },
  },
  'POST /account/two-factor/backup-codes': {
    status: 200,
    async prepare(app, person) {
      await enableTwoFactor(app, person)
      return { browser: person.browser }
    },
  },
  'POST /account/two-factor/disablement': {
    status: 200,
    async prepare(app, person) {
      const { phone } = await enableTwoFactor(app, person)
      return { browser: person.browser, body: { password: goodPassword, code: phone.code() } }
    },
  },
  'DELETE /account/trusted-devices/{id}': {
    status: 204,
    prepare: async (app, person) => ({ browser: person.browser, params: { id: await withTrust(app, person) } }),
  },
  'DELETE /account/trusted-devices': {
    status: 200,
    async prepare(app, person) {
      await withTrust(app, person)
      return { browser: person.browser }
    },
  },
} satisfies Partial<Record<RouteName, Example>>
