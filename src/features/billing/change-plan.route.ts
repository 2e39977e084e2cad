import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { later, minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { ChangePlan, PaidView } from './contract.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { draftInvoice } from './issue.ts'
import { beginPayment, carryOut } from './pay.ts'
import { providerOf } from './providers/choose.ts'
import { ProviderFault } from './providers/provider.ts'
import { accountOf, saveSubscription, subscriptionOf } from './queries.ts'
import { changeRefusals } from './refusals.ts'
import { quoteHolds } from './rules.ts'
import { scheduleChange } from './schedule-change.ts'
import { settleFree } from './settle.ts'
import { quoteFor, wantedPlan } from './wanted.ts'

/** Changes the plan or how often it is paid: at once and prorated when it is more, at the renewal when it is less. */
export const changePlan = route({
  method: 'PUT',
  path: '/teams/{team}/billing/plan',
  summary: 'Change the plan',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 30, every: minutes(10) },
  input: ChangePlan,
  output: PaidView,
  versioned: true,
  refusals: changeRefusals,
  audit: 'billing.plan_changed',
  auditRefused: ['payment_declined'],

  async handle({ who: { team }, input, db, platform, now, expectedVersion, refuse, record, unchanged }) {
    const wanted = wantedPlan(platform, input)
    if (typeof wanted === 'string') return refuse(wanted, 'planId')
    const at = new Date(input.quotedAt)
    if (at > now || later(at, quoteHolds) < now) return refuse('quote_old')
    const view = () => billingView(db, platform, team.id, now)

    const unreachable = (error: unknown) => {
      if (error instanceof ProviderFault) return refuse('provider_unreachable')
      throw error
    }
    const change = async (tx: Tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const row = await subscriptionOf(tx, team.id)
      if (row.version !== expectedVersion) {
        return refuse('changed_meanwhile', { extra: { current: await billingView(tx, platform, team.id, now) } })
      }
      if (row.status === 'past_due') return refuse('payment_past_due')
      const quote = quoteFor(platform, row, wanted, at)
      if (!quote) {
        if (row.next_plan_id || row.ends_at_period) return refuse('plan_same', 'planId')
        unchanged()
        return null
      }
      if (row.period_start && (at < row.period_start || quote.effectiveAt < row.period_start))
        return refuse('quote_old')
      if ((await unsettledInvoices(tx, team.id)).some(({ status }) => status === 'draft'))
        return refuse('payment_pending')
      if (quote.kind === 'renewal') {
        await record(tx, await scheduleChange(tx, platform, row, wanted, quote, now))
        return null
      }
      const account = await accountOf(tx, team.id)
      const provider = providerOf(platform.config)
      const payable = account.method_ref !== null && account.method_provider === provider.name
      if (quote.total > 0 && provider.needsMethod && !payable) return refuse('payment_method_missing')
      const { effectiveAt, anchorAt, periodStart, periodEnd, price, total, lines } = quote
      const { plan, interval } = wanted
      const paidChange = {
        ...{
          planId: plan.id,
          interval,
          price,
          effectiveAt: effectiveAt.toISOString(),
          anchorAt: anchorAt.toISOString(),
        },
        ...{ periodStart: periodStart.toISOString(), periodEnd: periodEnd.toISOString() },
      }
      await saveSubscription(tx, row) // whoever else has this page open sees that something is under way
      const what = { team_id: team.id, cause: 'change', total, plan_id: plan.id, interval, change: paidChange } as const
      const invoice = await draftInvoice(tx, platform, what, lines, now)
      if (invoice.total > 0) return { invoice, payment: await beginPayment(tx, platform, invoice, true, now) }
      await settleFree(tx, platform, invoice, now, record)
      return null
    }
    const begun = await db.transaction(change).catch(unreachable)
    if (!begun) return { state: 'done' as const, url: null, billing: await view() }

    const paid = await carryOut(platform, begun.payment, begun.invoice, now, record).catch(unreachable)
    if (!paid) return refuse('not_found')
    if (paid.state === 'failed') return refuse('payment_declined', { extra: { reason: paid.reason } })
    if (paid.state === 'started') return refuse('provider_unreachable')
    if (paid.state === 'confirm') unchanged()
    const confirm = paid.state === 'confirm'
    return { state: confirm ? ('confirm' as const) : ('done' as const), url: paid.confirm_url, billing: await view() }
  },
})
