import { signedIn } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { Passkey, RenamePasskey } from './contract.ts'
import { passkeyView } from './passkey-view.ts'
import { lockPasskey, setPasskeyName } from './queries.ts'

/** Gives a passkey another name. Names are for the eye only, so no proof is asked for. */
export const renamePasskey = route({
  method: 'PATCH',
  path: '/account/passkeys/{passkey}',
  summary: 'Rename a passkey',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(15) },
  input: RenamePasskey,
  output: Passkey,
  audit: 'passkeys.renamed',

  async handle({ who, input, params, db, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      const row = await lockPasskey(tx, who.user.id, params.passkey)
      if (!row) return refuse('not_found')
      if (row.name === input.name) unchanged()
      else {
        await setPasskeyName(tx, who.user.id, row.id, input.name)
        const changes = { name: { from: row.name, to: input.name } }
        await record(tx, { target: { kind: 'passkey', id: row.id }, changes })
      }
      return passkeyView({ ...row, name: input.name })
    })
  },
})
