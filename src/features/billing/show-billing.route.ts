import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { BillingView } from './contract.ts'

/** A team's plan, what it costs, how it is paid, and what else there is. */
export const showBilling = route({
  method: 'GET',
  path: '/teams/{team}/billing',
  summary: 'Show plan, price and payment method',
  access: inTeam('billing.view', { scope: 'billing:read' }),
  output: BillingView,
  versioned: true,
  handle: ({ who, db, platform, now }) => billingView(db, platform, who.team.id, now),
})
