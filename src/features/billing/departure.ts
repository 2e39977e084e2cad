import type { Departure } from '#access/departure.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { removeContact } from './contact.queries.ts'
import { forgetCard } from './forget-card.job.ts'
import { unsettledInvoices, updateInvoice } from './invoice.queries.ts'
import { giveUp } from './issue.ts'
import { movePayment, paymentsOf } from './payment.queries.ts'
import { accountOf } from './queries.ts'

/**
 * Leaving, as far as money is concerned. Nothing of billing belongs to a person but an address among the contacts. With a team go its
 * subscription, card, address and contacts; invoices, payments and the ledger stay for as long as the law wants them kept, with the name and
 * address they were written to.
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
  async endTeam(tx, _platform, teamId, now) {
    for (const invoice of await unsettledInvoices(tx, teamId)) {
      const last = (await paymentsOf(tx, invoice.id)).at(-1)
      if (last?.state === 'confirm' || last?.state === 'awaited') {
        await movePayment(tx, last.id, { state: 'failed', reason: 'The team was deleted.', settled_at: now })
      }
      if (invoice.status === 'open') await giveUp(tx, invoice, now)
      else await updateInvoice(tx, invoice.id, { status: 'void', settled_at: now })
    }
    const { method_provider: provider, method_ref: ref } = await accountOf(tx, teamId)
    if (provider && ref) await enqueue(tx, forgetCard, { provider, ref })
  },
  erase: (tx, _platform, userId) => removeContact(tx, userId),
}
