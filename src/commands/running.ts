import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { flushActivity } from '#access/activity.ts'
import { flushKeyUses } from '#access/key-gate.ts'
import { jobs, timetable } from '#app/app.ts'
import { startSealing } from '#features/audit/public.ts'
import { startBrowserWorker } from '#features/runs/public.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { StartupFault } from '#platform/fault.ts'
import { startWorker, type Worker } from '#platform/jobs/worker.ts'
import { type Log, openLog } from '#platform/log.ts'
import { closeMail } from '#platform/mail/jobs.ts'
import { type Database, migrateDatabase, openDatabase, openPlatform } from '#platform/open.ts'
import type { Platform } from '#platform/platform.ts'

/** Everything a running process holds, and how to let go of it in order. */
export interface Running {
  config: Config
  log: Log
  database: Database
  platform: Platform
  /** Adds something to let go of; the last added goes first. */
  onStop(name: string, stop: () => Promise<void>): void
  stop(): Promise<void>
}

/** Reads the configuration, opens and migrates the database, and makes the platform; lets go of everything when a step fails. `join` works beside an app that is running already. */
export async function start({ join = false } = {}): Promise<Running> {
  const config = readConfig()
  const log = openLog(config.LOG_LEVEL)
  const stops: { name: string; stop: () => Promise<void> }[] = []
  const running = {
    config,
    log,
    onStop: (name: string, stop: () => Promise<void>) => stops.unshift({ name, stop }),
    stop: async () => {
      for (const { name, stop } of stops.splice(0)) {
        await stop().catch((error) => log.error({ err: error }, `${name} did not stop cleanly`))
      }
    },
  }
  try {
    const database = await openDatabase(config, log, { join })
    running.onStop('database', () => database.stop())
    await migrateDatabase(database)
    const { platform, close } = await openPlatform(config, log, database)
    running.onStop('platform', close)
    running.onStop('mail', () => closeMail(platform))
    running.onStop('activity', () => flushActivity(platform))
    running.onStop('uses of keys', () => flushKeyUses(platform))
    return Object.assign(running, { database, platform })
  } catch (error) {
    await running.stop()
    throw error
  }
}

/** Starts the worker loop in this process. */
export async function work({ platform, onStop }: Running): Promise<Worker> {
  const worker = await startWorker(platform, jobs, timetable)
  onStop('worker', () => worker.stop())
  const sealing = startSealing(platform)
  onStop('sealing of the audit log', () => sealing.stop())
  const browsers = startBrowserWorker(platform)
  onStop('browsers', () => browsers.stop())
  return worker
}

/** Listens, or says in one sentence why it cannot. */
export async function listen(http: FastifyInstance, { config }: Running): Promise<void> {
  try {
    await http.listen({ port: config.PORT, host: config.HOST })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE')
      throw new StartupFault(`Port ${config.PORT} is taken; stop the other program or set PORT.`)
    if (code === 'EACCES')
      throw new StartupFault(`Port ${config.PORT} may not be used by this user; choose one above 1023 with PORT.`)
    throw new StartupFault(`Cannot listen on ${config.HOST}:${config.PORT} (${(error as Error).message}).`)
  }
}

/** Takes no new requests and finishes those under way. Connections that fall idle meanwhile are closed, or they would keep the process. */
export async function finish(http: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => http.server.closeIdleConnections(), 20)
  await http.close()
  clearInterval(sweep)
}

/** Refuses a taken port before the slow part of the start, so that a second start leaves the first one's database alone. */
export async function demandFreePort({ HOST, PORT }: Config): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(PORT, HOST, resolve)).catch(
    (error) => {
      if (error.code === 'EADDRINUSE')
        throw new StartupFault(`Port ${PORT} is taken; stop the other program or set PORT.`)
    },
  )
  await new Promise((resolve) => probe.close(resolve))
}

/** Stops cleanly on Ctrl-C and SIGTERM: requests and jobs under way are finished. A second signal leaves at once. */
export function stopOnSignal({ stop, log }: Running): void {
  let stopping = false
  const leave = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info(`${signal}: finishing what is under way`)
    void stop().then(() => process.exit(0))
  }
  process.on('SIGINT', () => leave('SIGINT'))
  process.on('SIGTERM', () => leave('SIGTERM'))
}
