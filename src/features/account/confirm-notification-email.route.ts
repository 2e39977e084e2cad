import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { peekToken, spendToken } from '#access/one-time-tokens.ts'
import { subjectOf } from '#access/subjects.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { linkRefusals, TokenOnly } from './contract.ts'
import { notificationEmailChangedLetter } from './notification-email.mail.ts'
import { setNotificationEmail } from './notification-email.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'

/** Begins to send notices to the address whose mailbox holds this link. The address that was replaced is told as well. */
export const confirmNotificationEmail = route({
  method: 'POST',
  path: '/account/notification-email/confirmation',
  summary: 'Confirm the second address with the link from the letter',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: TokenOnly,
  output: z.object({ notificationEmail: z.string() }),
  refusals: { link_invalid: linkRefusals.link_invalid },
  audit: 'account.notification_email_changed',

  async handle({ input, db, now, client, platform, refuse, record }) {
    const seen = await peekToken(db, 'confirm-notification-email', input.token, now)
    if (!seen) return refuse('link_invalid')
    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, seen.userId)
      const spent = await spendToken(tx, 'confirm-notification-email', input.token, now)
      if (!person || !spent) return refuse('link_invalid')
      await setNotificationEmail(tx, person.id, spent.address)
      const change = { before: person.notification_email, after: spent.address }
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      const everyone = [...recipientsOf(person), ...recipientsOf({ ...person, notification_email: spent.address })]
      await notify(tx, platform, everyone, (to) => notificationEmailChangedLetter(to, deed, change), now)
      const changes = { notificationEmail: { from: change.before, to: change.after } }
      await record(tx, { changes }, await subjectOf(tx, person.id))
      return { notificationEmail: spent.address }
    })
  },
})
