import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { days } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { avatarSeenBy } from './avatar.queries.ts'

/** A picture of oneself or of a teammate; anybody else’s is simply not found. A new picture has a new address, so browsers may keep it. */
export const showAvatar = route({
  method: 'GET',
  path: '/account/avatars/{id}',
  summary: 'Show a picture',
  access: signedIn(),
  output: z.instanceof(Buffer),
  media: 'image/webp',
  cacheFor: days(30),

  async handle({ who, params, db, refuse }) {
    return (await avatarSeenBy(db, who.user.id, params.id)) ?? refuse('not_found')
  },
})
