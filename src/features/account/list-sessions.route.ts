import { signedIn } from '#access/guard.ts'
import { sessionListOf } from '#access/session-list.ts'
import { route } from '#platform/http/route.ts'
import { Sessions } from './contract.ts'

/** Where one is signed in. */
export const listSessions = route({
  method: 'GET',
  path: '/account/sessions',
  summary: 'List your sessions',
  access: signedIn(),
  output: Sessions,

  handle: async ({ who, db, now, platform }) => ({ items: await sessionListOf(db, who, platform.config, now) }),
})
