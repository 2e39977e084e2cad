import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { dropEmailChange } from './email-change.queries.ts'
import { lockPerson } from './queries.ts'

/** Gives up a change of address under way; its link is worthless from then on. */
export const cancelEmailChange = route({
  method: 'DELETE',
  path: '/account/email-change',
  summary: 'Cancel the change of your address under way',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: z.void(),
  audit: 'account.email_change_cancelled',

  async handle({ who, db, now, record, unchanged }) {
    await db.transaction(async (tx) => {
      await lockPerson(tx, who.user.id)
      const dropped = await dropEmailChange(tx, who.user.id)
      await voidOneTimeTokens(tx, who.user.id, now, ['confirm-email-change'])
      if (dropped) await record(tx, { target: { kind: 'email_change', id: dropped.id } })
      else unchanged()
    })
  },
})
