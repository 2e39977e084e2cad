import { areas } from '#access/activity-sentences.ts'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditChoicesView, auditRefusals } from './contract.ts'
import { possibleActors } from './list.queries.ts'
import { demandPlan } from './reading.ts'

/** Who and what the log can be filtered by. Somebody who left is filtered for from one of their entries. */
export const showAuditChoices = route({
  method: 'GET',
  path: '/teams/{team}/audit/choices',
  summary: 'Show what the audit log can be filtered by',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  output: AuditChoicesView,
  refusals: auditRefusals,

  async handle(handling) {
    await demandPlan(handling)
    const { who, db } = handling
    return {
      users: [
        ...(await possibleActors(db, who.team.id)),
        { id: 'system', name: 'AegisRunner', kind: 'system' },
        { id: 'operator', name: 'The operator', kind: 'operator' },
        { id: 'nobody', name: 'Somebody not signed in', kind: 'nobody' },
      ],
      areas: [...new Set(Object.values(areas))].map((name) => ({
        id: Object.keys(areas)
          .filter((id) => areas[id] === name)
          .join(','),
        name,
      })),
    }
  },
})
