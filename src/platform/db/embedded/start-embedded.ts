import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartupFault } from '#platform/fault.ts'
import { serverAddress } from './address.ts'
import { ensureCluster, superuser } from './cluster.ts'
import { claimDataFolder, folderFault } from './data-folder.ts'
import { ensureDatabase } from './database.ts'
import { type Launch, launch } from './launch.ts'
import { previousServerEnded } from './previous-server.ts'
import { serverPrograms } from './programs.ts'
import type { LogLine } from './server-log.ts'
import { settingArguments } from './server-settings.ts'
import { serverUser } from './server-user.ts'

/** A PostgreSQL server that lives as long as this process. */
export type EmbeddedServer = {
  /** `host` is the socket's folder (an address on Windows, where a password is needed too). */
  connection: { host: string; port: number; database: string; superuser: string; password?: string }
  pid: number
  /** Fast shutdown: open transactions are rolled back, committed ones are safe. Resolves when the server has gone. */
  stop(): Promise<void>
  /** Resolves when the server has gone, whoever ended it. */
  exited: Promise<void>
}

/** `settings` are PostgreSQL's own (`fsync`, …); `caches` the places for a copy of the programs, see `serverPrograms`. */
export type EmbeddedOptions = {
  dataDir: string
  log: (line: LogLine) => void
  settings?: Record<string, string>
  caches?: string[]
}

/** The app's database on the embedded server. */
export const database = 'aegisrunner'

/**
 * Starts the PostgreSQL server that ships with the app on `<dataDir>/postgres`, making the cluster and the database
 * when they are missing. It listens on a Unix socket only. Throws StartupFault for what an operator can mend: a folder
 * that is foreign, not writable, in use or of another version, and whatever PostgreSQL itself gives as its reason.
 */
export async function startEmbedded({ dataDir, log, settings = {}, caches }: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = await claimDataFolder(dataDir)
  const cluster = join(folder, 'postgres')
  const user = await serverUser(folder, cluster).catch((error) => {
    throw folderFault(error, folder)
  })
  await previousServerEnded(cluster)
  const programs = await serverPrograms(folder, user, caches)
  const { settings: at, ...address } = await serverAddress(cluster, user)
  await ensureCluster({ cluster, programs, user, durable: settings.fsync !== 'off' })
  const args = settingArguments(settings, at)
  const server = await launchWhenFree({ postgres: programs.postgres, cluster, user, args, log })
  const connection = { ...address, database, superuser }
  try {
    await ensureDatabase(connection)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { connection, ...server }
}

/** A killed server's last processes may still hold its memory for a moment, and another start may be just ahead. */
async function launchWhenFree(plan: Omit<Launch, 'stalePid'>) {
  for (let tries = 1; ; tries++) {
    const stalePid = await previousServerEnded(plan.cluster)
    try {
      return await launch({ ...plan, stalePid })
    } catch (error) {
      const busy =
        error instanceof StartupFault && /is still in use|"postmaster\.pid" already exists/.test(error.message)
      if (!busy || tries === 100) throw error
      await sleep(100)
    }
  }
}
