import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { BillingView } from './contract.ts'
import { dropped } from './drop-payment.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { paymentsOf } from './payment.queries.ts'
import { ProviderFault } from './providers/provider.ts'
import { paymentRefusals } from './refusals.ts'
import { settle } from './settle.ts'

/** Gives up a change whose payment waits for confirmation. Where the money was paid after all, the change is made instead. */
export const giveUpPayment = route({
  method: 'DELETE',
  path: '/teams/{team}/billing/payment',
  summary: 'Give up a payment that is not confirmed',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  output: BillingView,
  refusals: paymentRefusals,
  audit: 'billing.payment_given_up',

  async handle({ who: { team }, db, platform, now, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const draft = (await unsettledInvoices(tx, team.id)).find(({ status }) => status === 'draft')
      const last = draft && (await paymentsOf(tx, draft.id)).at(-1)
      // One without an answer may have been paid: it is asked about, not dropped.
      if (last?.state === 'started') return refuse('payment_pending')
      if (draft && last?.state === 'confirm') {
        const outcome = await dropped(platform, last).catch((error: unknown) => {
          if (error instanceof ProviderFault) return refuse('provider_unreachable')
          throw error
        })
        await settle(tx, platform, last.id, outcome, now)
        await record(tx, { target: { kind: 'invoice', id: draft.id }, outcome: outcome.state })
      } else unchanged()
      return billingView(tx, platform, team.id, now)
    })
  },
})
