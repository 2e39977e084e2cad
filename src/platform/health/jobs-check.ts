import type { Platform } from '../platform.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import { queueFacts } from './queries.ts'

const late = 5 * 60
const heldTooLong = 15 * 60

/** Work that is put off gets done. Ages are told by the database's clock, which the queue lives by. */
export async function checkJobs({ db }: Platform): Promise<Finding> {
  const { dead, oldestDue, longestHeld } = await queueFacts(db)
  if (oldestDue !== null && oldestDue > late) {
    return fail(
      `A job has been due for ${minutesOf(oldestDue)}: no worker is running, or it cannot keep up.`,
      'Start “aegisrunner serve” without --no-worker, or “aegisrunner worker”.',
    )
  }
  if (longestHeld !== null && longestHeld > heldTooLong) {
    return warn(
      `A worker has held a job for ${minutesOf(longestHeld)}; it is slow, or no other worker runs that could take it up.`,
      'Nothing is lost: what a worker that died held is taken up again within half a minute.',
    )
  }
  if (dead > 0) {
    return warn(
      `${dead === 1 ? 'One job was' : `${dead} jobs were`} given up after the last try.`,
      'See the given-up jobs and their reasons.',
    )
  }
  return ok(oldestDue === null ? 'No job waits.' : 'Jobs are being worked off.')
}

const minutesOf = (secondsLong: number): string => `${Math.round(secondsLong / 60)} minutes`
