import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { BillingView, ConfirmPayment } from './contract.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { paymentsOf } from './payment.queries.ts'
import { settle } from './settle.ts'

/** Plays the bank of the practice provider: confirms a payment that asked for it, or refuses it. Payments of other providers are none of its business. */
export const confirmPractice = route({
  method: 'POST',
  path: '/teams/{team}/billing/payment/confirmation',
  summary: 'Confirm a practice payment',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: ConfirmPayment,
  output: BillingView,
  audit: 'billing.payment_confirmed',

  async handle({ who: { team }, input: { approve }, db, platform, now, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      for (const invoice of await unsettledInvoices(tx, team.id)) {
        const last = (await paymentsOf(tx, invoice.id)).at(-1)
        if (last?.state !== 'confirm' || last.provider !== 'practice' || !last.ref) continue
        const { ref } = last
        const refused = { state: 'failed', ref, reason: 'The payment was refused at the bank.' } as const
        await settle(tx, platform, last.id, approve ? { state: 'paid', ref } : refused, now)
        await record(tx, { target: { kind: 'invoice', id: invoice.id }, approved: approve })
        return billingView(tx, platform, team.id, now)
      }
      unchanged()
      return billingView(tx, platform, team.id, now)
    })
  },
})
