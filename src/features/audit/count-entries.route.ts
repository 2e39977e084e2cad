import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditCountQuery, AuditCountView, auditRefusals } from './contract.ts'
import { countEntries } from './list.queries.ts'
import { demandPlan } from './reading.ts'
import { countedAtMost } from './rules.ts'

/** How many entries match: what an export would hold, or how many are newer than what is on the screen. */
export const countMatches = route({
  method: 'GET',
  path: '/teams/{team}/audit/count',
  summary: 'Count audit log entries',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  query: AuditCountQuery,
  output: AuditCountView,
  refusals: auditRefusals,

  async handle(handling) {
    await demandPlan(handling)
    const { who, db, query } = handling
    const { since, ...filters } = query
    const most = since ? 100 : countedAtMost
    const count = await countEntries(db, who.team.id, filters, since, most + 1)
    return { count: Math.min(count, most), more: count > most }
  },
})
