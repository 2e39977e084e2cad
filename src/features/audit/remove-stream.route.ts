import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { deleteStream } from './streams.queries.ts'

/** Stops sending the log on to a place. */
export const removeStream = route({
  method: 'DELETE',
  path: '/teams/{team}/audit/streams/{stream}',
  summary: 'Stop sending the audit log on',
  access: inTeam('audit.manage'),
  output: z.void(),
  audit: 'audit.stream_removed',

  handle: ({ who, params, db, refuse, record }) =>
    db.transaction(async (tx) => {
      const name = (await deleteStream(tx, who.team.id, params.stream)) ?? refuse('not_found')
      await record(tx, { target: { kind: 'stream', id: params.stream }, name })
    }),
})
