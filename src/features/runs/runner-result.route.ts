import { keyWith } from '#access/key-guard.ts'
import { route } from '#platform/http/route.ts'
import { HeartbeatView, RunnerResult, runnerRefusals } from './ci-contract.ts'
import { finishRunnerJob, runnerJobOf } from './runner.queries.ts'

/** A runner hands in what it found. */
export const runnerResult = route({
  method: 'POST',
  path: '/runner/jobs/{id}/result',
  summary: 'Hand in the result of a self-hosted runner',
  access: keyWith('runs.start', 'runs:write'),
  input: RunnerResult,
  output: HeartbeatView,
  refusals: runnerRefusals,
  audit: 'runner.job_finished',

  async handle({ who, input, params, db, now, refuse, record }) {
    if (!(await runnerJobOf(db, who.team.id, params.id))) refuse('not_found')
    return db.transaction(async (tx) => {
      const mine = { teamId: who.team.id, id: params.id, keyId: who.key?.id ?? '' }
      const job = (await finishRunnerJob(tx, mine, input, now)) ?? refuse('taken_over')
      await record(tx, { target: { kind: 'runner_job', id: job.id }, url: job.url, ok: input.ok })
      return { ok: true }
    })
  },
})
