import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { Deletion } from './contract.ts'
import { deletionOf } from './deletion.queries.ts'

/** Whether one's own account waits for its erasure, for the banner on every page. */
export const showDeletion = route({
  method: 'GET',
  path: '/account/deletion',
  summary: 'Show whether your account will be deleted',
  access: signedIn(),
  output: Deletion,

  async handle({ who, db }) {
    const found = await deletionOf(db, who.user.id)
    if (!found) return { scheduled: null }
    return { scheduled: { requestedAt: found.requested_at, dueAt: found.due_at, blocked: found.blocked_at !== null } }
  },
})
