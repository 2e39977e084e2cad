import { signedIn } from '#access/guard.ts'
import { lockUser } from '#access/queries.ts'
import { route } from '#platform/http/route.ts'
import { Authenticator, RenameAuthenticator } from './contract.ts'
import { authenticatorsOf, renameAuthenticator as rename } from './queries.ts'
import { authenticatorView } from './views.ts'

/** Names an authenticator app anew. */
export const renameAuthenticator = route({
  method: 'PATCH',
  path: '/account/two-factor/authenticators/{id}',
  summary: 'Rename an authenticator app',
  access: signedIn(),
  input: RenameAuthenticator,
  output: Authenticator,
  audit: 'two_factor.authenticator_renamed',

  async handle({ who, input, params, db, refuse, record }) {
    return db.transaction(async (tx) => {
      await lockUser(tx, who.user.id)
      const before = (await authenticatorsOf(tx, who.user.id)).find((app) => app.id === params.id)
      const after = await rename(tx, who.user.id, { id: params.id, name: input.name })
      if (!before || !after) return refuse('not_found')
      const changes = { name: { from: before.name, to: after.name } }
      await record(tx, { target: { kind: 'authenticator', id: after.id }, changes })
      return authenticatorView(after)
    })
  },
})
