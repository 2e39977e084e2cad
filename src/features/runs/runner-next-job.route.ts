import { keyWith } from '#access/key-guard.ts'
import { type Duration, seconds, stopwatch } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { RunnerJob } from './ci-contract.ts'
import { takeRunnerJob } from './runner.queries.ts'

/** How long the question is held when there is nothing to do: shorter than proxies usually wait. */
const held: Duration = seconds(25)
const lookEvery: Duration = 500

/** The next job for a runner. Waits for one for a while; 204 when none came. */
export const runnerNextJob = route({
  method: 'GET',
  path: '/runner/jobs/next',
  summary: 'Take the next job for a self-hosted runner',
  access: keyWith('runs.start', 'runs:write'),
  output: RunnerJob,
  alsoStatus: [204],

  async handle({ who, db, platform, setStatus }) {
    const elapsed = stopwatch()
    do {
      const job = await takeRunnerJob(db, who.team.id, who.key?.id ?? '', platform.clock.now())
      if (job) return { id: job.id, url: job.url, note: job.note }
      await new Promise((resolve) => setTimeout(resolve, lookEvery))
    } while (elapsed() < held)
    setStatus(204)
    return { id: '', url: '', note: '' }
  },
})
