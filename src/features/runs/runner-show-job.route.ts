import { keyWith } from '#access/key-guard.ts'
import { route } from '#platform/http/route.ts'
import { RunnerJobView } from './ci-contract.ts'
import { runnerJobOf } from './runner.queries.ts'

/** How a job for runners stands. */
export const runnerShowJob = route({
  method: 'GET',
  path: '/runner/jobs/{id}',
  summary: 'Show a job of self-hosted runners',
  access: keyWith('runs.view', 'runs:read'),
  output: RunnerJobView,

  async handle({ who, params, db, refuse }) {
    const { id, url, note, status, created_at, result } =
      (await runnerJobOf(db, who.team.id, params.id)) ?? refuse('not_found')
    return { job: { id, url, note, status, createdAt: created_at }, result: result ? { ...result } : null }
  },
})
