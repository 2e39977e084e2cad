import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { BillingView, ChangeContacts } from './contract.ts'
import { contactsOf, replaceContacts, saveSubscription, subscriptionOf } from './queries.ts'
import { contactRefusals } from './refusals.ts'

/** Changes who outside the team gets letters about money, and which. */
export const changeContacts = route({
  method: 'PUT',
  path: '/teams/{team}/billing/contacts',
  summary: 'Change the billing contacts',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: ChangeContacts,
  output: BillingView,
  versioned: true,
  refusals: contactRefusals,
  audit: 'billing.contacts_changed',

  async handle({ who: { team }, input, db, platform, now, expectedVersion, refuse, record, unchanged }) {
    const wanted = input.contacts.map(({ email, kinds }, at) => {
      const read = canonicalEmail(email)
      if (!read.ok) return refuse('email_invalid', `contacts.${at}.email`)
      return { email: read.canonical, kinds: [...new Set<string>(kinds)].sort() }
    })
    const twice = wanted.findIndex(({ email }, at) => wanted.findIndex((one) => one.email === email) < at)
    if (twice >= 0) return refuse('email_twice', `contacts.${twice}.email`)
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const view = () => billingView(tx, platform, team.id, now)
      const row = await subscriptionOf(tx, team.id)
      if (row.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: await view() } })
      const said = (list: readonly { email: string; kinds: string[] }[]) =>
        list.map(({ email, kinds }) => `${email}: ${[...kinds].sort().join(', ')}`).sort()
      const [from, to] = [said(await contactsOf(tx, team.id)), said(wanted)]
      if (from.join('\n') === to.join('\n')) {
        unchanged()
        return view()
      }
      await replaceContacts(tx, team.id, wanted)
      await saveSubscription(tx, row)
      await record(tx, { changes: { contacts: { from, to } } })
      return view()
    })
  },
})
