import { anyone } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { CheckpointView } from './contract.ts'
import { checkpointFrom } from './proof-view.ts'
import { latestCheckpoint } from './queries.ts'

/** The latest checkpoint of a log. Tells whoever knows the log's unguessable id how many entries it has and their hash; nothing of what they say. */
export const showCheckpoint = route({
  method: 'GET',
  path: '/audit/checkpoints/{log}',
  summary: 'Show the latest checkpoint of an audit log',
  access: anyone('an auditor compares it with the one they kept, without an account'),
  limit: { per: 'network', max: 60, every: minutes(1) },
  output: CheckpointView,

  async handle({ db, params, refuse }) {
    const row = await latestCheckpoint(db, params.log)
    return row ? checkpointFrom(row) : refuse('not_found')
  },
})
