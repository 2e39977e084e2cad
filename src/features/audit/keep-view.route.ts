import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { KeptView, NewAuditView, viewRefusals } from './contract.ts'
import { demandPlan } from './reading.ts'
import { mostViews } from './rules.ts'
import { insertView, keptViews } from './views.queries.ts'

/** Keeps the filters of the moment under a name, for everybody in the team who may read the log. */
export const keepView = route({
  method: 'POST',
  path: '/teams/{team}/audit/views',
  summary: 'Save a view of the audit log',
  access: inTeam('audit.view'),
  input: NewAuditView,
  output: KeptView,
  status: 201,
  refusals: viewRefusals,
  audit: 'audit.view_saved',

  async handle(handling) {
    await demandPlan(handling)
    const { who, input, db, now, refuse, record } = handling
    const view = { id: newId('avw'), ...input }
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, who.team.id))) refuse('not_found') // one after another, so that no two count the same
      if ((await keptViews(tx, who.team.id)).length >= mostViews) refuse('too_many_views')
      if (!(await insertView(tx, { team_id: who.team.id, ...view, created_by: who.user.id, created_at: now })))
        refuse('view_exists', 'name')
      await record(tx, { target: { kind: 'view', id: view.id }, name: view.name })
      return view
    })
  },
})
