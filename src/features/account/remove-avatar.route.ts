import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { removeAvatar as dropAvatar } from './avatar.queries.ts'

/** Takes one's own picture away; initials stand in its place. */
export const removeAvatar = route({
  method: 'DELETE',
  path: '/account/avatar',
  summary: 'Remove your picture',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: z.void(),
  audit: 'account.avatar_removed',

  async handle({ who, db, record, unchanged }) {
    await db.transaction(async (tx) => {
      const removed = await dropAvatar(tx, who.user.id)
      if (removed) await record(tx, { target: { kind: 'avatar', id: removed } })
      else unchanged()
    })
  },
})
