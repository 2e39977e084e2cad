import { signedIn } from '#access/guard.ts'
import { earlier, hours, later } from '#platform/clock.ts'
import { secondsUntil } from '#platform/http/register.ts'
import { route } from '#platform/http/route.ts'
import { EmailChange, emailChangeRefusals } from './contract.ts'
import { pendingEmailChange, renewEmailChange } from './email-change.queries.ts'
import { lockPerson } from './queries.ts'
import { changeLifetime, pendingView, resendPause, sendEmailChange } from './send-email-change.ts'

/** Sends the link of a change under way once more, at most once a minute. The link sent before is worthless from then on. */
export const resendEmailChange = route({
  method: 'POST',
  path: '/account/email-change/resend',
  summary: 'Send the link that confirms your new address again',
  access: signedIn(),
  limit: { per: 'user', max: 20, every: hours(1) },
  output: EmailChange,
  status: 202,
  refusals: emailChangeRefusals,
  audit: 'account.email_change_resent',

  async handle({ who, db, now, client, platform, refuse, record }) {
    const { publicUrl } = platform.config
    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person) return refuse('signed_out')
      const times = { now, sentBefore: earlier(now, resendPause), expiresAt: later(now, changeLifetime) }
      const change = await renewEmailChange(tx, person.id, times)
      if (!change) {
        const waiting = await pendingEmailChange(tx, person.id, now)
        if (!waiting) return refuse('nothing_pending')
        return refuse('too_many', { extra: { retryAfter: secondsUntil(later(waiting.sent_at, resendPause), now) } })
      }
      await sendEmailChange(tx, platform, { person, change, deed: { client, now, publicUrl } })
      await record(tx, { target: { kind: 'email_change', id: change.id } })
      return pendingView(change)
    })
  },
})
