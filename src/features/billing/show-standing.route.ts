import { planCatalogue } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { route } from '#platform/http/route.ts'
import { planName } from './apply-change.ts'
import { StandingView } from './contract.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { subscriptionOf } from './queries.ts'

/** Whether the team's payments are in order. Everybody in the team may know, because everybody is concerned. */
export const showStanding = route({
  method: 'GET',
  path: '/teams/{team}/billing/standing',
  summary: 'Show whether payments are in order',
  access: inTeam('team.view', { scope: 'team:read' }),
  output: StandingView,

  async handle({ who: { team }, db, platform, now }) {
    const { past_due_since: since, grace_ends_at: graceEndsAt } = await subscriptionOf(db, team.id)
    const owed = since ? (await unsettledInvoices(db, team.id)).find(({ status }) => status === 'open') : undefined
    return {
      pastDue: since && graceEndsAt ? { since, graceEndsAt, nextTryAt: owed?.next_try_at ?? null } : null,
      planName: (await planOf(db, platform.config, team.id, now)).name,
      basicPlan: planName(platform, planCatalogue(platform.config).basic),
    }
  },
})
