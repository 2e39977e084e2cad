import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import { type Duration, seconds } from '../clock.ts'
import { noteAlive, noteStopped, releaseSilent } from '../health/worker-life.queries.ts'
import type { Platform } from '../platform.ts'

const beatEvery: Duration = seconds(5)
// Long enough for a pause that is no death; a job that runs twice all the same must bear it.
const silentFor: Duration = seconds(20)

/** The signs of life of this process's workers, and an eye on those of all others. */
export interface Life {
  /** Tells which workers there are; handed to the queue. */
  readonly events: WorkerEvents
  stop(): Promise<void>
}

/** Begins to give signs of life. A killed worker's jobs, which the queue would keep for four hours, go to others within half a minute. */
export function watchLife({ db, log }: Platform): Life {
  const workerIds: string[] = []
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => {
    workerIds.push(worker.workerId)
  })
  const beat = async () => {
    if (workerIds.length > 0) await noteAlive(db, workerIds)
    const silent = await releaseSilent(db, silentFor / seconds(1))
    if (silent > 0) log.warn(`${silent} workers fell silent; what they held is handed out again`)
  }
  let beating = Promise.resolve()
  const timer = setInterval(() => {
    beating = beat().catch((error) => log.warn({ err: error }, 'no sign of life could be given'))
  }, beatEvery)
  return {
    events,
    stop: async () => {
      clearInterval(timer)
      await beating
      if (workerIds.length > 0) await noteStopped(db, workerIds)
    },
  }
}
