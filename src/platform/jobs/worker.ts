import { Logger, parseCronItems, type Runner, run, runOnce, type Task, type TaskList } from 'graphile-worker'
import type { Platform } from '../platform.ts'
import type { Job, Recurring } from './job.ts'
import { watchLife } from './life.ts'

/** A running worker. `stop` finishes the jobs under way and takes no new ones. */
export interface Worker {
  stop(): Promise<void>
}

const concurrency = 4

/** Starts working off the queue in this process. */
export async function startWorker(
  platform: Platform,
  jobs: readonly Job[],
  timetable: readonly Recurring[],
): Promise<Worker> {
  const life = watchLife(platform)
  const runner: Runner = await run({
    events: life.events,
    pgPool: platform.db.pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    taskList: tasks(platform, jobs, timetable),
    parsedCronItems: parseCronItems(
      timetable.map(({ name, cron }) => ({ task: name, match: cron, options: { backfillPeriod: 0, maxAttempts: 1 } })),
    ),
    logger: quietLogger(platform),
  })
  return {
    stop: async () => {
      await runner.stop()
      await life.stop()
    },
  }
}

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
