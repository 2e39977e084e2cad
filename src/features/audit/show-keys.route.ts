import { anyone } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { SigningKeysView } from './contract.ts'
import { hex } from './entry.ts'
import { signingKeys } from './queries.ts'
import { pemOf } from './signing-key.ts'

/** The public keys of the log's checkpoints. */
export const showSigningKeys = route({
  method: 'GET',
  path: '/audit/keys',
  summary: 'Show the keys that sign audit log checkpoints',
  access: anyone('whoever checks a log must not need an account'),
  output: SigningKeysView,

  async handle({ db }) {
    const keys = await signingKeys(db)
    return {
      keys: keys.map(({ id, public_key, created_at }) => ({
        id,
        algorithm: 'Ed25519' as const,
        publicKey: hex(public_key),
        pem: pemOf(public_key),
        since: created_at,
      })),
    }
  },
})
