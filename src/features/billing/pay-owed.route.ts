import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { PaidView } from './contract.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { beginPayment, carryOut } from './pay.ts'
import { paymentsOf } from './payment.queries.ts'
import { providerOf } from './providers/choose.ts'
import { ProviderFault } from './providers/provider.ts'
import { accountOf } from './queries.ts'
import { paymentRefusals } from './refusals.ts'

/** Pays what is owed, with the present card. Where a payment is under way already, asks what became of it instead of beginning another. */
export const payOwed = route({
  method: 'POST',
  path: '/teams/{team}/billing/payment',
  summary: 'Pay what is owed, or ask about a payment under way',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 30, every: minutes(10) },
  output: PaidView,
  refusals: paymentRefusals,
  audit: 'billing.payment_requested',
  auditRefused: ['payment_declined'],

  async handle({ who: { team }, db, platform, now, refuse, record, unchanged }) {
    const view = () => billingView(db, platform, team.id, now)
    const begun = await db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const [invoice] = await unsettledInvoices(tx, team.id)
      const last = invoice && (await paymentsOf(tx, invoice.id)).at(-1)
      if (!invoice || last?.state === 'awaited') {
        unchanged()
        return null
      }
      const target = { kind: 'invoice', id: invoice.id }
      await record(tx, { target, number: invoice.number, total: invoice.total })
      if (last?.state === 'started' || last?.state === 'confirm') return { invoice, payment: last }
      const provider = providerOf(platform.config)
      const { method_ref, method_provider } = await accountOf(tx, team.id)
      const payable = method_ref !== null && method_provider === provider.name
      if (provider.needsMethod && !payable) return refuse('payment_method_missing')
      return { invoice, payment: await beginPayment(tx, platform, invoice, true, now) }
    })
    if (!begun) return { state: 'done' as const, url: null, billing: await view() }
    const paid = await carryOut(platform, begun.payment, begun.invoice, now).catch((error: unknown) => {
      if (error instanceof ProviderFault) return refuse('provider_unreachable')
      throw error
    })
    if (!paid) return refuse('not_found')
    if (paid.state === 'failed') return refuse('payment_declined', { extra: { reason: paid.reason } })
    if (paid.state === 'started') return refuse('provider_unreachable')
    const state = paid.state === 'confirm' ? ('confirm' as const) : ('done' as const)
    return { state, url: paid.confirm_url, billing: await view() }
  },
})
