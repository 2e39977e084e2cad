import type { Person, TestApp } from '../harness.ts'
import { addPasskey, authenticatorFor, registration } from '../passkeys.ts'
import { as, type Example, type RouteName } from './example.ts'

const withPasskey = async (app: TestApp, { browser }: Person) => {
  const authenticator = authenticatorFor(app)
  return { authenticator, id: (await addPasskey(browser, authenticator)).id }
}

/** One valid request per route of the slice. */
export const passkeyExamples = {
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
} satisfies Partial<Record<RouteName, Example>>
