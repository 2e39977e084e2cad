import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { notificationEmailChangedLetter } from './notification-email.mail.ts'
import { setNotificationEmail } from './notification-email.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'

/** Stops sending notices to the second address. It gets a last one, so that nobody is cut off from warnings unawares. */
export const removeNotificationEmail = route({
  method: 'DELETE',
  path: '/account/notification-email',
  summary: 'Stop notices to the second address',
  access: signedIn(),
  limit: { per: 'user', max: 10, every: hours(1) },
  output: z.void(),
  audit: 'account.notification_email_removed',

  async handle({ who, db, now, client, platform, record, unchanged }) {
    await db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      await voidOneTimeTokens(tx, who.user.id, now, ['confirm-notification-email'])
      if (!person?.notification_email) return unchanged()
      await setNotificationEmail(tx, person.id, null)
      const change = { before: person.notification_email, after: null }
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      await notify(tx, platform, recipientsOf(person), (to) => notificationEmailChangedLetter(to, deed, change), now)
      await record(tx, { changes: { notificationEmail: { from: change.before, to: change.after } } })
    })
  },
})
