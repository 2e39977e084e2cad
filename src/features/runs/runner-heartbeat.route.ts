import { keyWith } from '#access/key-guard.ts'
import { route } from '#platform/http/route.ts'
import { Heartbeat, HeartbeatView } from './ci-contract.ts'
import { noteRunner, renewJobs } from './runner.queries.ts'

/** A runner of the team's own says that it is there. */
export const runnerHeartbeat = route({
  method: 'POST',
  path: '/runner/heartbeat',
  summary: 'Say that a self-hosted runner is there',
  access: keyWith('runs.start', 'runs:write'),
  input: Heartbeat,
  output: HeartbeatView,
  audit: { none: 'comes every 30 seconds; what runners do is written where they do it' },

  async handle({ who, input, db, now }) {
    await noteRunner(db, {
      team_id: who.team.id,
      id: input.runnerId,
      hostname: input.hostname,
      key_id: who.key?.id ?? '',
      seen_at: now,
    })
    await renewJobs(db, who.team.id, who.key?.id ?? '', now)
    return { ok: true }
  },
})
