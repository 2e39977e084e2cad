import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { unmarkRefused } from '#platform/mail/refused-address.queries.ts'

/** A person says that their address takes mail again: the mark goes, and the next message is tried. */
export const mendAddress = route({
  method: 'DELETE',
  path: '/account/refused-address',
  summary: 'Try my address again',
  access: signedIn(),
  limit: { per: 'user', max: 5, every: minutes(60) },
  output: z.void(),
  audit: 'notifications.address_tried_again',

  async handle({ who: { user }, db, record, unchanged }) {
    await db.transaction(async (tx) => {
      const marked = await unmarkRefused(tx, user.notificationEmail ?? user.email)
      if (marked) await record(tx)
      else unchanged()
    })
  },
})
