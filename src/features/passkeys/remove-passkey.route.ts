import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { forgetSecondFactors, lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { removalRefusals } from './contract.ts'
import { passkeyRemovedLetter } from './passkeys.mail.ts'
import { deletePasskey, lockPasskey, waysInOf } from './queries.ts'
import { mayRemovePasskey } from './rules.ts'

/**
 * Removes a passkey, never the last way in. Sessions go on, but what the passkey may have proven in other browsers no longer counts as a
 * second factor there (V39).
 */
export const removePasskey = route({
  method: 'DELETE',
  path: '/account/passkeys/{passkey}',
  summary: 'Remove a passkey',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: minutes(15) },
  output: z.void(),
  refusals: removalRefusals,
  audit: 'passkeys.removed',

  async handle({ who, params, db, now, platform, client, refuse, record }) {
    const userId = who.user.id
    await db.transaction(async (tx) => {
      await lockUser(tx, userId)
      const row = await lockPasskey(tx, userId, params.passkey)
      if (!row) return refuse('not_found')
      if (!mayRemovePasskey(await waysInOf(tx, userId))) return refuse('last_way_in')
      await deletePasskey(tx, userId, row.id)
      await forgetSecondFactors(tx, userId, who.session.id)
      await record(tx, { target: { kind: 'passkey', id: row.id }, name: row.name })
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user)) await mail(tx, platform, to, passkeyRemovedLetter(to, deed, row.name), now)
    })
  },
})
