import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deleteView } from './views.queries.ts'

/** Deletes a saved view. Also on a plan without the tab: what one kept one may throw away. */
export const dropView = route({
  method: 'DELETE',
  path: '/teams/{team}/audit/views/{view}',
  summary: 'Delete a saved view of the audit log',
  access: inTeam('audit.view'),
  output: z.void(),
  audit: 'audit.view_deleted',

  handle: ({ who, params, db, refuse, record }) =>
    db.transaction(async (tx) => {
      const name = (await deleteView(tx, who.team.id, params.view)) ?? refuse('not_found')
      await record(tx, { target: { kind: 'view', id: params.view }, name })
    }),
})
