import { operator } from '#access/guard.ts'
import { deadJobs } from '#platform/health/queries.ts'
import { route } from '#platform/http/route.ts'
import { oneLine } from '#platform/mail/plain-letter.ts'
import { DeadJobsView } from './contract.ts'

const most = 200

/** Jobs that failed in every try, newest first, each with the first line of its reason. */
export const listDeadJobs = route({
  method: 'GET',
  path: '/operate/dead-jobs',
  summary: 'List jobs that were given up',
  access: operator(),
  output: DeadJobsView,

  async handle({ db }) {
    const jobs = await deadJobs(db, most)
    return {
      items: jobs.map((job) => ({ ...job, lastError: oneLine(job.lastError.split('\n')[0] ?? '').slice(0, 500) })),
    }
  },
})
