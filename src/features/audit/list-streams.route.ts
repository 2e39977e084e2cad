import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditStreamsView } from './contract.ts'
import { streamView } from './stream-view.ts'
import { streamsOf } from './streams.queries.ts'

/** Where a team's log is sent on to, and how far each place has got. */
export const listStreams = route({
  method: 'GET',
  path: '/teams/{team}/audit/streams',
  summary: 'List where the audit log is sent on to',
  access: inTeam('audit.manage'),
  output: AuditStreamsView,

  handle: async ({ who, db }) => ({
    items: (await streamsOf(db, who.team.id)).map((row) => streamView(row, row.size)),
  }),
})
