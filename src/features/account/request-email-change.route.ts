import { signedIn } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours, later } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { addressRefusals, EmailChange, RequestEmailChange } from './contract.ts'
import { beginEmailChange } from './email-change.queries.ts'
import { lockPerson } from './queries.ts'
import { changeLifetime, pendingView, sendEmailChange } from './send-email-change.ts'

/**
 * Asks to move the account to another address. The address in force stays until the new mailbox is proven (V75), and the old mailbox is
 * never needed. The answer does not tell whether the address has an account (V110, V130).
 */
export const requestEmailChange = route({
  method: 'POST',
  path: '/account/email-change',
  summary: 'Ask to change your address',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: [
    { per: 'user', max: 10, every: hours(1) },
    { per: 'network', max: 40, every: hours(1) },
  ],
  input: RequestEmailChange,
  output: EmailChange,
  status: 202,
  refusals: addressRefusals,
  audit: 'account.email_change_requested',
  idempotent: true,

  async handle({ who, input, db, now, client, platform, refuse, record }) {
    const { loopback, publicUrl } = platform.config
    const address = canonicalEmail(input.newEmail, { allowLocalhost: loopback })
    if (!address.ok) return refuse('email_invalid', 'newEmail')
    const change = {
      user_id: who.user.id,
      id: newId('chg'),
      new_email: address.canonical,
      new_canonical: address.canonical,
      requested_at: now,
      sent_at: now,
      expires_at: later(now, changeLifetime),
    }
    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person) return refuse('signed_out')
      if (person.email_canonical === address.canonical) refuse('same_address', 'newEmail')
      await beginEmailChange(tx, change)
      await sendEmailChange(tx, platform, { person, change, deed: { client, now, publicUrl } })
      const changes = { email: { from: person.email, to: change.new_email } }
      await record(tx, { target: { kind: 'email_change', id: change.id }, changes })
      return pendingView(change)
    })
  },
})
