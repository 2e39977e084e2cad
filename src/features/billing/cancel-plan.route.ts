import { planCatalogue } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { planName } from './apply-change.ts'
import { billingView } from './billing-view.ts'
import { BillingView, CancelPlan } from './contract.ts'
import { endSubscription } from './end-subscription.ts'
import { planEnding } from './letters.ts'
import { live, saveWithPlan } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'
import { subscriptionRefusals } from './refusals.ts'
import { tell } from './tell.ts'

/** Cancels the plan: it goes on until the end of what is paid. While a payment is overdue nothing is paid, so it ends at once. */
export const cancelPlan = route({
  method: 'POST',
  path: '/teams/{team}/billing/cancellation',
  summary: 'Cancel the plan at the end of its period',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  input: CancelPlan,
  output: BillingView,
  refusals: subscriptionRefusals,
  audit: 'billing.plan_canceled',

  async handle({ who: { team }, input: { reason }, db, platform, now, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const row = live(await subscriptionOf(tx, team.id)) ?? refuse('not_subscribed')
      const plan = planName(platform, row.plan_id)
      if (row.ends_at_period && row.end_reason === reason) unchanged()
      else if (row.status === 'past_due') {
        await endSubscription(tx, platform, row, now, now)
        await record(tx, { plan, reason, endsAt: now })
      } else {
        const ending = { ends_at_period: true, end_reason: reason, next_plan_id: null, next_interval: null }
        const saved = await saveWithPlan(tx, { ...row, ...ending })
        const at = row.period_end
        await record(tx, { plan, reason, endsAt: at })
        const basic = planName(platform, planCatalogue(platform.config).basic)
        if (!row.ends_at_period) {
          await tell(tx, platform, planEnding(team.id, `ends:${saved.version}`, { plan, basic, what: 'ends', at }), now)
        }
      }
      return billingView(tx, platform, team.id, now)
    })
  },
})
