import type { TestApp } from '../harness.ts'
import { as, type Example, ok, type RouteName } from './example.ts'

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

/** One valid request per route of the slice. */
export const operateExamples = {
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
} satisfies Partial<Record<RouteName, Example>>
