import sharp from 'sharp'
import { issueToken } from '#access/one-time-tokens.ts'
import type { routes } from '#app/app.ts'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { AuthenticatorApp, addAuthenticator, enableTwoFactor, halfSignedIn } from './authenticator-app.ts'
import type { Browser } from './browser.ts'
import { goodPassword, type Person, type TestApp } from './harness.ts'
import { addPasskey, assertion, authenticatorFor, registration } from './passkeys.ts'

type NameOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never

/** Every route by method and path; a route without an example does not compile. */
export type RouteName = NameOf<(typeof routes)[number]>

/** A request that is fine in every way. */
export interface Sent {
  browser: Browser
  params?: Record<string, string>
  body?: Record<string, unknown>
  /** The body of a route that takes bytes. */
  bytes?: { type: string; data: Buffer }
  ifMatch?: number
  headers?: Record<string, string>
}

/** One valid request for a route, and what it answers. */
export interface Example {
  /** Does what must have happened before, for this fresh person (the operator where only they may), and tells what to send. */
  prepare(app: TestApp, person: Person): Sent | Promise<Sent>
  /** The same for a member of somebody else's team, where people have things of their own in a team. */
  forMember?(app: TestApp, member: Person, teamId: string): Promise<Sent>
  status: number
  /** Why success leaves no audit row at once, where one is declared. */
  unaudited?: string
  /** Why the answer may show a secret. */
  showsSecret?: string
}

const anotherPassword = 'quarry-lantern-moss-77'
const as = (status: number, body?: Record<string, unknown>): Example => ({
  status,
  prepare: (_app, { browser }) => ({ browser, ...(body && { body }) }),
})

let addresses = 0
const freshAddress = (): string => `new.${++addresses}@example.com`

async function ok(answer: Promise<{ status: number; text: string }>): Promise<void> {
  const { status, text } = await answer
  if (status >= 300) throw new Error(`preparing an example: ${status} ${text}`)
}

async function lastToken(app: TestApp, mailbox: string, page: string): Promise<string> {
  const letter = (await app.mail(mailbox)).findLast(({ text }) => text.includes(`${page}#`))
  if (!letter) throw new Error(`${mailbox} has no letter with a link to ${page}`)
  return letter.token(page)
}

async function withPicture({ browser }: Person): Promise<string> {
  const { body } = await browser.put('/account/avatar', await picture(), { headers: { 'content-type': 'image/png' } })
  return String(body.avatarUrl).split('/').at(-1) ?? ''
}

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#3451b2' } })
    .png()
    .toBuffer()

async function withEmailChange({ browser }: Person): Promise<string> {
  const newEmail = freshAddress()
  await ok(browser.post('/account/email-change', { newEmail }))
  return newEmail
}

async function withNotificationEmail(app: TestApp, { browser }: Person): Promise<void> {
  const email = freshAddress()
  await ok(browser.put('/account/notification-email', { email }))
  const token = await lastToken(app, email, '/confirm-notification-email')
  await ok(browser.post('/account/notification-email/confirmation', { token }))
}

async function unverify(app: TestApp, { id }: Person): Promise<void> {
  await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [id])
}

// A letter that was given up, so that its content is still kept and it may be sent again.
async function stoppedLetter(app: TestApp): Promise<string> {
  const { email, fullName, password } = app.operator
  await ok(app.browser().post('/auth/sign-ups', { email, fullName, password, timezone: 'UTC' })) // “you have an account already”
  const [row] = await app.sql<{ id: string }>(
    `UPDATE mail_outbox SET state = 'failed', settled_at = created_at
     WHERE id = (SELECT id FROM mail_outbox WHERE state = 'waiting' ORDER BY created_at DESC, id DESC LIMIT 1) RETURNING id`,
  )
  return row?.id ?? ''
}

/** What somebody does in a team, their own or another's. */
const inTeam = (
  status: number,
  prepare: (person: Person, teamId: string) => Promise<Omit<Sent, 'browser'>>,
): Example => ({
  status,
  prepare: async (_app, person) => ({ browser: person.browser, ...(await prepare(person, person.teamId)) }),
  forMember: async (_app, member, teamId) => ({ browser: member.browser, ...(await prepare(member, teamId)) }),
})

const withKey = async (person: Person, team: string) => {
  const { id } = await makeKey(person, { teamId: team, scopes: ['team:read'] })
  return { params: { team, id } }
}

let keys = 0

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

const withPasskey = async (app: TestApp, { browser }: Person) => {
  const authenticator = authenticatorFor(app)
  return { authenticator, id: (await addPasskey(browser, authenticator)).id }
}

/** One valid request per route. */
export const examples: Record<RouteName, Example> = {
  'GET /auth/welcome': as(200),
  'POST /auth/sign-ups': {
    status: 202,
    unaudited: 'the account, and its audit row, come with the proof of the mailbox',
    prepare: (app) => ({
      browser: app.browser(),
      body: { fullName: 'Nora New', email: freshAddress(), password: goodPassword, timezone: 'Asia/Kathmandu' },
    }),
  },
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

  'GET /account': as(200),
  'PATCH /account': {
    status: 200,
    async prepare(_app, { browser }) {
      const { body } = await browser.get('/account')
      const next = {
        fullName: 'Ada King',
        phone: '+49 30 901820',
        timezone: 'Europe/London',
        company: 'Analytical Engines',
        jobTitle: 'Engineer',
      }
      return { browser, ifMatch: body.version, body: next }
    },
  },
  'PUT /account/avatar': {
    status: 200,
    prepare: async (_app, { browser }) => ({ browser, bytes: { type: 'image/png', data: await picture() } }),
  },
  'DELETE /account/avatar': {
    status: 204,
    async prepare(_app, person) {
      await withPicture(person)
      return { browser: person.browser }
    },
  },
  'GET /account/avatars/{id}': {
    status: 200,
    prepare: async (_app, person) => ({ browser: person.browser, params: { id: await withPicture(person) } }),
  },
  'GET /account/email-change': as(200),
  'POST /account/email-change': {
    status: 202,
    prepare: (_app, { browser }) => ({ browser, body: { newEmail: freshAddress() } }),
  },
  'DELETE /account/email-change': {
    status: 204,
    async prepare(_app, person) {
      await withEmailChange(person)
      return { browser: person.browser }
    },
  },
  'POST /account/email-change/resend': {
    status: 202,
    async prepare(app, person) {
      await withEmailChange(person)
      app.clock.advance(minutes(2))
      return { browser: person.browser }
    },
  },
  'POST /account/email-change/confirmation': {
    status: 200,
    async prepare(app, person) {
      const newEmail = await withEmailChange(person)
      return { browser: app.browser(), body: { token: await lastToken(app, newEmail, '/confirm-email') } }
    },
  },
  'POST /account/email-change/undo': {
    status: 200,
    async prepare(app, person) {
      const token = await lastToken(app, await withEmailChange(person), '/confirm-email')
      await ok(app.browser().post('/account/email-change/confirmation', { token }))
      return { browser: app.browser(), body: { token: await lastToken(app, person.email, '/undo-email') } }
    },
  },
  'PUT /account/notification-email': {
    status: 202,
    prepare: (_app, { browser }) => ({ browser, body: { email: freshAddress() } }),
  },
  'POST /account/notification-email/confirmation': {
    status: 200,
    async prepare(app, { browser }) {
      const email = freshAddress()
      await ok(browser.put('/account/notification-email', { email }))
      return { browser: app.browser(), body: { token: await lastToken(app, email, '/confirm-notification-email') } }
    },
  },
  'DELETE /account/notification-email': {
    status: 204,
    async prepare(app, person) {
      await withNotificationEmail(app, person)
      return { browser: person.browser }
    },
  },
  'POST /account/email-verification': {
    status: 202,
    async prepare(app, person) {
      await unverify(app, person)
      return { browser: person.browser }
    },
  },
  'POST /account/email-verification/confirmation': {
    status: 200,
    async prepare(app, person) {
      await unverify(app, person)
      await ok(person.browser.post('/account/email-verification'))
      return { browser: app.browser(), body: { token: await lastToken(app, person.email, '/verify-email') } }
    },
  },
  'PUT /account/password': as(200, { current: goodPassword, next: anotherPassword }),
  'GET /account/password': as(200),
  'GET /account/sessions': as(200),
  'DELETE /account/sessions/{id}': {
    status: 204,
    async prepare(app, { browser, email, password }) {
      await ok(app.browser().post('/auth/sessions', { email, password }))
      const { body } = await browser.get('/account/sessions')
      const other = body.items.find(({ current }: { current: boolean }) => !current)
      return { browser, params: { id: other.id } }
    },
  },
  'DELETE /account/sessions': as(200),
  'DELETE /account/sessions/everywhere': as(200),
  'POST /account/lockdown': as(200),
  'GET /account/checklist': as(200),
  'GET /account/activity': as(200),

  'GET /account/two-factor': as(200),
  'POST /account/two-factor/enrolments': {
    status: 201,
    prepare: (_app, { browser }) => ({ browser, body: { name: `Phone ${++addresses}` } }),
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

  'GET /account/passkeys': as(200),
  'POST /account/passkeys/registration-options': as(200),
  'POST /account/passkeys': {
    status: 201,
    async prepare(app, { browser }) {
      const body = await registration(browser, authenticatorFor(app))
      // Challenges live shorter than proofs. This one does not, so that the proof can run out before it.
      await app.sql("UPDATE passkey_ceremonies SET expires_at = expires_at + interval '1 hour' WHERE id = $1", [
        body.ceremonyId,
      ])
      return { browser, body }
    },
  },
  'PATCH /account/passkeys/{passkey}': {
    status: 200,
    async prepare(app, person) {
      const { id } = await withPasskey(app, person)
      return { browser: person.browser, params: { passkey: id }, body: { name: 'Blue key' } }
    },
  },
  'DELETE /account/passkeys/{passkey}': {
    status: 204,
    async prepare(app, person) {
      const { id } = await withPasskey(app, person)
      return { browser: person.browser, params: { passkey: id } }
    },
  },

  'GET /teams/{team}': {
    status: 200,
    prepare: (_app, { browser, teamId }) => ({ browser, params: { team: teamId } }),
  },

  'GET /teams/{team}/keys': inTeam(200, async (_person, team) => ({ params: { team } })),
  'GET /teams/{team}/keys/scopes': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/keys': inTeam(201, async (_person, team) => ({
    params: { team },
    body: {
      name: `Key ${++keys}`,
      kind: 'personal',
      scopes: ['team:read'],
      expiresInDays: 30,
      ipList: ['203.0.113.0/24'],
    },
  })),
  'PATCH /teams/{team}/keys/{id}': inTeam(200, async (person, team) => ({
    ...(await withKey(person, team)),
    ifMatch: 1,
    body: { name: 'Nightly', paused: true },
  })),
  'POST /teams/{team}/keys/{id}/rotation': inTeam(200, async (person, team) => ({
    ...(await withKey(person, team)),
    body: { overlapHours: ++keys % 100 },
  })),
  'DELETE /teams/{team}/keys/{id}': inTeam(204, withKey),
  'GET /key': {
    status: 200,
    async prepare(app, person) {
      const { secret } = await makeKey(person)
      return { browser: app.browser(), headers: { authorization: `Bearer ${secret}` } }
    },
  },
  'GET /key-format': as(200),
  'POST /leaked-keys': {
    status: 202,
    prepare: async (_app, person) => ({ browser: person.browser, body: { keys: [(await makeKey(person)).secret] } }),
  },

  'GET /operate/health': as(200),
  'GET /operate/outbox': as(200),
  'GET /operate/outbox/{id}': {
    status: 200,
    showsSecret: 'letters carry links; shown to the operator while the address is this machine only',
    prepare: async (app, { browser }) => ({ browser, params: { id: await stoppedLetter(app) } }),
  },
  'POST /operate/outbox/{id}/retry': {
    status: 202,
    prepare: async (app, { browser }) => ({ browser, params: { id: await stoppedLetter(app) } }),
  },
  'GET /operate/dead-jobs': as(200),
}
