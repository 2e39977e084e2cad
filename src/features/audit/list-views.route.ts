import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { auditRefusals, KeptViews } from './contract.ts'
import { demandPlan } from './reading.ts'
import { keptViews } from './views.queries.ts'

/** The views a team keeps of its log. */
export const listKeptViews = route({
  method: 'GET',
  path: '/teams/{team}/audit/views',
  summary: 'List saved views of the audit log',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  output: KeptViews,
  refusals: auditRefusals,

  async handle(handling) {
    await demandPlan(handling)
    return { items: await keptViews(handling.db, handling.who.team.id) }
  },
})
