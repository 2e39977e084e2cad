import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { replaceAvatar } from './avatar.queries.ts'
import { readAvatar } from './avatar-image.ts'
import { avatarLimits, avatarRefusals } from './contract.ts'
import { avatarUrl } from './profile.ts'

/** Sets one's own picture. The body is the file itself; only what was decoded and encoded anew is kept. */
export const uploadAvatar = route({
  method: 'PUT',
  path: '/account/avatar',
  summary: 'Set your picture',
  access: signedIn(),
  limit: { per: 'user', max: 30, every: hours(1) },
  rawBody: ['image/png', 'image/jpeg', 'image/webp'],
  maxBody: avatarLimits.bytes,
  output: z.object({ avatarUrl: z.string() }),
  refusals: avatarRefusals,
  audit: 'account.avatar_changed',

  async handle({ who, raw, db, now, refuse, record }) {
    const picture = await readAvatar(raw ?? Buffer.alloc(0))
    if (!picture.ok) return refuse(picture.reason)
    const id = newId('img')
    await db.transaction(async (tx) => {
      await replaceAvatar(tx, { id, user_id: who.user.id, webp: picture.webp, created_at: now })
      await record(tx, { target: { kind: 'avatar', id } })
    })
    return { avatarUrl: avatarUrl(id) }
  },
})
