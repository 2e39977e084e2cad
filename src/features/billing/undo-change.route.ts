import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { planName } from './apply-change.ts'
import { billingView } from './billing-view.ts'
import { BillingView } from './contract.ts'
import { live, saveWithPlan } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'

/** Takes back a change that was planned for the renewal. */
export const undoChange = route({
  method: 'DELETE',
  path: '/teams/{team}/billing/scheduled-change',
  summary: 'Undo a planned change of plan',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  output: BillingView,
  audit: 'billing.change_undone',

  async handle({ who: { team }, db, platform, now, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const row = live(await subscriptionOf(tx, team.id))
      if (row?.next_plan_id) {
        await saveWithPlan(tx, { ...row, next_plan_id: null, next_interval: null })
        await record(tx, { changes: { planned: { from: planName(platform, row.next_plan_id), to: null } } })
      } else unchanged()
      return billingView(tx, platform, team.id, now)
    })
  },
})
