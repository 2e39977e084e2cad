import type { Departure } from '#access/departure.ts'
import { soleTeamsOf } from '#access/leaving.queries.ts'
import { exportedContacts, removeContact } from './contact.queries.ts'
import { endWithTeam } from './end-with-team.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { paymentsOf } from './payment.queries.ts'

/**
 * Leaving, as far as money is concerned. Nothing of billing belongs to a person but an address among the contacts. Subscription and card of
 * a team that goes with a person end in the moment that decides it; with the team go its address and contacts. Invoices, payments and the
 * ledger stay for as long as the law wants them kept, with the name and address they were written to.
 */
export const billingDeparture: Departure = {
  slice: 'billing',
  async teamObstacles(on, teamId) {
    const [first] = await unsettledInvoices(on, teamId)
    const last = first && (await paymentsOf(on, first.id)).at(-1)
    if (last?.state !== 'started' && last?.state !== 'confirm') return []
    const fixes = [{ label: 'Look at billing', href: `/settings/billing?team=${teamId}` }]
    return [
      {
        code: 'payment_under_way',
        says: 'A payment is under way. Confirm it, give it up, or wait until its outcome is known.',
        fixes,
      },
    ]
  },
  async atOnce(tx, platform, userId, now) {
    for (const teamId of await soleTeamsOf(tx, userId)) await endWithTeam(tx, platform, teamId, now)
  },
  endTeam: endWithTeam,
  erase: (tx, _platform, userId) => removeContact(tx, userId),
  export: async (on, _platform, userId) => [
    {
      name: 'billing-contacts.json',
      says: 'Teams whose letters about money go to your addresses.',
      content: await exportedContacts(on, userId),
    },
  ],
}
