import type { Person, TestApp } from '../harness.ts'
import { as, type Example, ok, type RouteName } from './example.ts'

const inThirtyDays = ({ password }: Person) => ({ when: 'in-30-days', password, confirm: 'DELETE' })

async function exported(app: TestApp, { browser }: Person): Promise<string> {
  const { body } = await browser.post('/account/exports')
  await app.drain()
  return body.id
}

/** One valid request per route that leaves, or takes one's data along. */
export const leavingExamples = {
  'GET /account/deletion': as(200),
  'GET /account/deletion/preview': as(200),
  'POST /account/deletion': {
    status: 202,
    prepare: async (_app, person) => ({ browser: person.browser, body: inThirtyDays(person) }),
  },
  'DELETE /account/deletion': {
    status: 204,
    async prepare(_app, person) {
      await ok(person.browser.post('/account/deletion', inThirtyDays(person)))
      return { browser: person.browser }
    },
  },
  'GET /receipt-keys': as(200),
  'GET /account/exports': as(200),
  'POST /account/exports': as(202),
  'GET /account/exports/{id}/archive': {
    status: 200,
    prepare: async (app, person) => ({ browser: person.browser, params: { id: await exported(app, person) } }),
  },
} satisfies Partial<Record<RouteName, Example>>
