import { keyWith } from '#access/key-guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { Enqueue, Enqueued } from './ci-contract.ts'
import { insertRunnerJob } from './runner.queries.ts'

/** Asks the team's own runners to look at an address, which only they need to be able to reach. */
export const runnerEnqueue = route({
  method: 'POST',
  path: '/runner/enqueue',
  summary: 'Give self-hosted runners a job',
  access: keyWith('runs.start', 'runs:write'),
  limit: { per: 'user', max: 300, every: minutes(10) },
  input: Enqueue,
  output: Enqueued,
  status: 201,
  idempotent: true,
  audit: 'runner.job_enqueued',

  async handle({ who, input, db, now, record }) {
    const id = newId('job')
    await db.transaction(async (tx) => {
      const { url, note = '' } = input
      await insertRunnerJob(tx, { team_id: who.team.id, id, url, note, key_id: who.key?.id ?? '', created_at: now })
      await record(tx, { target: { kind: 'runner_job', id }, url })
    })
    return { jobId: id }
  },
})
