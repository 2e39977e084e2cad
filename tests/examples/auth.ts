import { issueToken } from '#access/one-time-tokens.ts'
import { days } from '#platform/clock.ts'
import { enableTwoFactor, halfSignedIn } from '../authenticator-app.ts'
import { goodPassword, type Person, type TestApp } from '../harness.ts'
import { addPasskey, assertion, authenticatorFor } from '../passkeys.ts'
import { as, type Example, freshAddress, lastToken, ok, type RouteName } from './example.ts'
import { signUpByInvitationExample } from './team.ts'

const anotherPassword = 'quarry-lantern-moss-77'

const withPasskey = async (app: TestApp, { browser }: Person) => {
  const authenticator = authenticatorFor(app)
  return { authenticator, id: (await addPasskey(browser, authenticator)).id }
}

/** One valid request per route of the slice. */
export const authExamples = {
  'GET /auth/welcome': as(200),
  'POST /auth/sign-ups': {
    status: 202,
    unaudited: 'the account, and its audit row, come with the proof of the mailbox',
    prepare: (app) => ({
      browser: app.browser(),
      body: { fullName: 'Nora New', email: freshAddress(), password: goodPassword, timezone: 'Asia/Kathmandu' },
    }),
  },
  'POST /auth/sign-ups/invitation': signUpByInvitationExample,
  'POST /auth/sign-ups/confirmation': {
    status: 200,
    async prepare(app) {
      const browser = app.browser()
      const email = freshAddress()
      await ok(browser.post('/auth/sign-ups', { fullName: 'Nora New', email, password: goodPassword, timezone: 'UTC' }))
      return { browser, body: { token: await lastToken(app, email, '/confirm-sign-up') } }
    },
  },
  'POST /auth/sessions': {
    status: 200,
    prepare: (app, { email, password }) => ({ browser: app.browser(), body: { email, password } }),
  },
  'GET /auth/challenge': {
    status: 200,
    async prepare(app, person) {
      await enableTwoFactor(app, person)
      return { browser: await halfSignedIn(app, person) }
    },
  },
  'POST /auth/challenge/code': {
    status: 200,
    async prepare(app, person) {
      const { phone } = await enableTwoFactor(app, person)
      const body = { code: phone.code(), trustDevice: true }
      return { browser: await halfSignedIn(app, person), body }
    },
  },
  'POST /auth/challenge/backup-code': {
    status: 200,
    async prepare(app, person) {
      const { backupCodes } = await enableTwoFactor(app, person)
      return { browser: await halfSignedIn(app, person), body: { code: backupCodes[0], trustDevice: false } }
    },
  },
  'POST /auth/passkey-options': { status: 200, prepare: (app) => ({ browser: app.browser() }) },
  'POST /auth/passkey-sessions': {
    status: 200,
    async prepare(app, person) {
      const { authenticator } = await withPasskey(app, person)
      const browser = app.browser()
      return { browser, body: await assertion(browser, 'sign-in', authenticator) }
    },
  },
  'POST /auth/challenge/passkey-options': {
    status: 200,
    async prepare(app, person) {
      await enableTwoFactor(app, person)
      return { browser: await halfSignedIn(app, person) }
    },
  },
  'POST /auth/challenge/passkey': {
    status: 200,
    async prepare(app, person) {
      const { authenticator } = await withPasskey(app, person)
      await enableTwoFactor(app, person)
      const browser = await halfSignedIn(app, person)
      return { browser, body: await assertion(browser, 'challenge', authenticator) }
    },
  },
  'DELETE /auth/sessions/current': as(204),
  'POST /auth/recoveries': {
    status: 202,
    prepare: (app, { email }) => ({ browser: app.browser(), body: { email } }),
  },
  'POST /auth/recoveries/completion': {
    status: 200,
    async prepare(app, { email }) {
      const browser = app.browser()
      await ok(browser.post('/auth/recoveries', { email }))
      return { browser, body: { token: await lastToken(app, email, '/recover'), password: anotherPassword } }
    },
  },
  'POST /auth/unlocks': {
    status: 204,
    async prepare(app, { id, email }) {
      const binding = { userId: id, purpose: 'unlock-sign-in', address: email, lifetime: days(7) } as const
      const token = await app.platform.db.transaction((tx) => issueToken(tx, binding, app.clock.now()))
      return { browser: app.browser(), body: { token } }
    },
  },
  'POST /auth/disownments': {
    status: 200,
    async prepare(app, { email, password }) {
      await ok(app.browser().post('/auth/sessions', { email, password }))
      return { browser: app.browser(), body: { token: await lastToken(app, email, '/not-me') } }
    },
  },
  'GET /auth/confirmation': as(200),
  'POST /auth/confirmation': as(200, { password: goodPassword }),
  'POST /auth/confirmation/passkey-options': as(200),
  'POST /auth/confirmation/passkey': {
    status: 200,
    async prepare(app, person) {
      const { authenticator } = await withPasskey(app, person)
      return { browser: person.browser, body: await assertion(person.browser, 'step-up', authenticator) }
    },
  },
  'DELETE /auth/confirmation': as(204),
} satisfies Partial<Record<RouteName, Example>>
