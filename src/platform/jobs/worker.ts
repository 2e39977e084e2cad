import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerEvents } from 'graphile-worker'
import { Logger, parseCronItems, type Runner, run, runOnce, type Task, type TaskList } from 'graphile-worker'
import { seconds } from '../clock.ts'
import type { Platform } from '../platform.ts'
import type { Job, Recurring } from './job.ts'
import { watchLife } from './life.ts'

/** A running worker. `stop` finishes the jobs under way and takes no new ones. */
export interface Worker {
  stop(): Promise<void>
}

const concurrency = 4

const startAgainAfter = seconds(1)

/**
 * Starts working off the queue in this process. While the database is away, what was done is told to the queue again and again; where that is
 * given up after some minutes, the queue is started anew, so that it recovers whenever the database does.
 */
export async function startWorker(
  platform: Platform,
  jobs: readonly Job[],
  timetable: readonly Recurring[],
): Promise<Worker> {
  const life = watchLife(platform)
  const begin = () => runQueue(platform, life.events, jobs, timetable)
  let runner = await begin()
  let stopping = false
  const watch = async () => {
    while (!stopping) {
      const error = await runner.promise.catch((reason: unknown) => reason)
      if (stopping) return
      platform.log.error({ err: error }, 'the job queue stopped; it is started again')
      await sleep(startAgainAfter)
      runner = await begin().catch(() => runner) // asked for again in the next round
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      stopping = true
      await runner.stop().catch(() => {}) // it had stopped by itself
      await watching
      await life.stop()
    },
  }
}

const runQueue = (
  platform: Platform,
  events: WorkerEvents,
  jobs: readonly Job[],
  timetable: readonly Recurring[],
): Promise<Runner> =>
  run({
    events,
    pgPool: platform.db.pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    // Told to the queue in batches, even if of one: alone, a job that ends while the database is away would end the whole process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: tasks(platform, jobs, timetable),
    parsedCronItems: parseCronItems(
      timetable.map(({ name, cron }) => ({ task: name, match: cron, options: { backfillPeriod: 0, maxAttempts: 1 } })),
    ),
    logger: quietLogger(platform),
  })

/** Runs every job that is due now and returns when none is left; for tests and for draining by hand. */
export async function drainJobs(platform: Platform, jobs: readonly Job[]): Promise<void> {
  await runOnce({
    pgPool: platform.db.pool,
    noHandleSignals: true,
    taskList: tasks(platform, jobs, []),
    logger: quietLogger(platform),
  })
}

function tasks(platform: Platform, jobs: readonly Job[], timetable: readonly Recurring[]): TaskList {
  const list: TaskList = {}
  for (const declared of jobs) list[declared.name] = taskOf(platform, declared)
  for (const { name, run } of timetable) list[name] = () => run(platform, platform.clock.now())
  return list
}

const taskOf =
  (platform: Platform, { payload, run, name }: Job): Task =>
  (raw, helpers) =>
    run({
      payload: payload.parse(raw),
      platform,
      now: platform.clock.now(),
      log: platform.log.child({ job: name, jobId: helpers.job.id }),
      attempt: helpers.job.attempts,
      attempts: helpers.job.max_attempts,
    })

// The queue's own chatter is debug; what failed is a warning with its reason, never with its payload.
const quietLogger = ({ log }: Platform): Logger =>
  new Logger(() => (level, message, meta) => {
    if (level === 'error') log.warn({ err: meta?.error }, String(message))
    else log.debug(String(message))
  })
