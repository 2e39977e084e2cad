import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { addressRefusals, RequestNotificationEmail } from './contract.ts'
import { confirmNotificationEmailLetter } from './notification-email.mail.ts'
import { lockPerson } from './queries.ts'
import { unproven } from './recipients.ts'

/** Asks to have notices sent to a second address as well. It is used only once its mailbox is proven; the link sent before dies. */
export const requestNotificationEmail = route({
  method: 'PUT',
  path: '/account/notification-email',
  summary: 'Ask for notices at a second address',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: [
    { per: 'user', max: 10, every: hours(1) },
    { per: 'network', max: 40, every: hours(1) },
  ],
  input: RequestNotificationEmail,
  output: z.object({}),
  status: 202,
  refusals: addressRefusals,
  audit: 'account.notification_email_requested',

  async handle({ who, input, db, now, client, platform, refuse, record }) {
    const { loopback, publicUrl } = platform.config
    const address = canonicalEmail(input.email, { allowLocalhost: loopback })
    if (!address.ok) return refuse('email_invalid', 'email')
    const email = address.canonical
    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person) return refuse('signed_out')
      if ([person.email_canonical, person.notification_email].includes(email)) refuse('same_address', 'email')
      await voidOneTimeTokens(tx, person.id, now, ['confirm-notification-email'])
      const token = await issueToken(
        tx,
        { userId: person.id, purpose: 'confirm-notification-email', address: email, lifetime: hours(24) },
        now,
      )
      const to = unproven(email, person.timezone)
      await mail(tx, platform, to, confirmNotificationEmailLetter(to, { client, now, publicUrl }, token), now)
      await record(tx, { changes: { notificationEmail: { from: person.notification_email, to: email } } })
      return {}
    })
  },
})
