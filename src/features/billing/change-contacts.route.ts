import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { contactsOf, provenMembers, removeContacts, saveContact } from './contact.queries.ts'
import { askContact } from './contact-link.ts'
import { BillingView, ChangeContacts } from './contract.ts'
import { saveSubscription, subscriptionOf } from './queries.ts'
import { contactRefusals } from './refusals.ts'

/**
 * Changes who outside the team gets letters about money, and which. A new address gets none before its mailbox is proven: with a link, or by
 * a member of the team whose address it is.
 */
export const changeContacts = route({
  method: 'PUT',
  path: '/teams/{team}/billing/contacts',
  summary: 'Change the billing contacts',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: hours(1) },
  input: ChangeContacts,
  output: BillingView,
  versioned: true,
  refusals: contactRefusals,
  audit: 'billing.contacts_changed',

  async handle({ who: { team }, input, db, platform, now, client, expectedVersion, refuse, record, unchanged }) {
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
      const before = await contactsOf(tx, team.id)
      const [from, to] = [said(before), said(wanted)]
      if (from.join('\n') === to.join('\n')) {
        unchanged()
        return view()
      }
      const gone = before.filter(({ email }) => !wanted.some((one) => one.email === email))
      await removeContacts(
        tx,
        team.id,
        gone.map(({ email }) => email),
      )
      const members = await provenMembers(
        tx,
        team.id,
        wanted.map(({ email }) => email),
      )
      for (const { email, kinds } of wanted) {
        const known = before.find((one) => one.email === email)
        const fresh = { team_id: team.id, email, proven_at: now, digest: null, link_ends_at: null }
        if (known || members.has(email)) await saveContact(tx, { ...(known ?? fresh), kinds })
        else await askContact(tx, platform, { teamId: team.id, email, kinds }, client, now)
      }
      await saveSubscription(tx, row)
      await record(tx, { changes: { contacts: { from, to } } })
      return view()
    })
  },
})
