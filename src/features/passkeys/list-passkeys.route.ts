import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { Passkey } from './contract.ts'
import { passkeyView } from './passkey-view.ts'
import { passkeysOf } from './queries.ts'

/** One's own passkeys, oldest first; there are at most twenty. */
export const listPasskeys = route({
  method: 'GET',
  path: '/account/passkeys',
  summary: 'Your passkeys',
  access: signedIn(),
  output: z.object({ items: z.array(Passkey) }),

  async handle({ who, db }) {
    return { items: (await passkeysOf(db, who.user.id)).map(passkeyView) }
  },
})
