import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditStreamView, ChangeAuditStream } from './contract.ts'
import { streamView } from './stream-view.ts'
import { sizeOf, updateStream } from './streams.queries.ts'

/** Pauses a stream, lets it go on, or sends everything again from an entry on: what a collector lost it gets anew, under the same numbers. */
export const changeStream = route({
  method: 'PATCH',
  path: '/teams/{team}/audit/streams/{stream}',
  summary: 'Pause, resume or replay sending the audit log on',
  access: inTeam('audit.manage'),
  input: ChangeAuditStream,
  output: AuditStreamView,
  audit: 'audit.stream_changed',

  async handle({ who, input, params, db, now, refuse, record }) {
    const { paused, from } = input
    return db.transaction(async (tx) => {
      const size = await sizeOf(tx, who.team.id)
      const change = {
        ...(paused !== undefined && { paused }),
        ...(from !== undefined && { next: Math.min(from - 1, size) }),
        failures: 0,
        due_at: now,
      }
      const row = (await updateStream(tx, who.team.id, params.stream, change)) ?? refuse('not_found')
      await record(tx, { target: { kind: 'stream', id: row.id }, name: row.name, ...input })
      return streamView(row, size)
    })
  },
})
