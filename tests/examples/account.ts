import sharp from 'sharp'
import { minutes } from '#platform/clock.ts'
import { goodPassword, type Person, type TestApp } from '../harness.ts'
import { as, type Example, freshAddress, lastToken, ok, type RouteName } from './example.ts'

const anotherPassword = 'quarry-lantern-moss-77'

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

/** One valid request per route of the slice. */
export const accountExamples = {
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
} satisfies Partial<Record<RouteName, Example>>
