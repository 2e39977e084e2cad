import { keyWith } from '#access/key-guard.ts'
import { type Duration, seconds, stopwatch } from '#platform/clock.ts'
import type { Db } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { RunnerJob } from './ci-contract.ts'
import type { RunnerJobRow } from './rows.ts'
import { handBack, leaveOtherJobs, takeRunnerJob } from './runner.queries.ts'

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

  async handle({ who, db, now, platform, setStatus, gone }) {
    const elapsed = stopwatch()
    const left = gone()
    const keyId = who.key?.id ?? ''
    await leaveOtherJobs(db, who.team.id, keyId, now)
    do {
      const job = await take(db, who.team.id, keyId, platform.clock.now(), left)
      if (job) return { id: job.id, url: job.url, note: job.note }
      await new Promise((resolve) => setTimeout(resolve, lookEvery))
    } while (elapsed() < held && !left.aborted)
    setStatus(204)
    return { id: '', url: '', note: '' }
  },
})

/** Takes a job, unless whoever asked for it left meanwhile: then it stays for the next. */
async function take(
  db: Db,
  teamId: string,
  keyId: string,
  now: Date,
  left: AbortSignal,
): Promise<RunnerJobRow | undefined> {
  if (left.aborted) return undefined
  const job = await takeRunnerJob(db, teamId, keyId, now)
  if (job && left.aborted) await handBack(db, job)
  return left.aborted ? undefined : job
}
