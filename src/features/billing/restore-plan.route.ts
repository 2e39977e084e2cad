import { planCatalogue } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { planName } from './apply-change.ts'
import { billingView } from './billing-view.ts'
import { BillingView } from './contract.ts'
import { planEnding } from './letters.ts'
import { live, saveWithPlan } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'
import { tell } from './tell.ts'

/** Takes a cancellation back while the plan still goes on. */
export const restorePlan = route({
  method: 'DELETE',
  path: '/teams/{team}/billing/cancellation',
  summary: 'Keep the plan after all',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  output: BillingView,
  audit: 'billing.plan_restored',

  async handle({ who: { team }, db, platform, now, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const row = live(await subscriptionOf(tx, team.id))
      // At the very instant of its end it is over, whether or not a job has written that down.
      if (row?.ends_at_period && row.period_end > now) {
        const saved = await saveWithPlan(tx, { ...row, ends_at_period: false, end_reason: '' })
        const plan = planName(platform, row.plan_id)
        await record(tx, { plan })
        const basic = planName(platform, planCatalogue(platform.config).basic)
        const news = { plan, basic, what: 'stays', at: now } as const
        await tell(tx, platform, planEnding(team.id, `stays:${saved.version}`, news), now)
      } else unchanged()
      return billingView(tx, platform, team.id, now)
    })
  },
})
