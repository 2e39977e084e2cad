import { join, resolve } from 'node:path'
import type pg from 'pg'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { createSealer, deriveKey } from './crypto/seal.ts'
import { hmac } from './crypto/secrets.ts'
import { createSigner } from './crypto/signer.ts'
import { watchChanges } from './db/changes.ts'
import { type ConnectionSettings, openDb } from './db/db.ts'
import { claimDataFolder } from './db/embedded/data-folder.ts'
import { joinRunning } from './db/embedded/join-running.ts'
import { type EmbeddedServer, startEmbedded } from './db/embedded/start-embedded.ts'
import { appRole, migrate } from './db/migrate.ts'
import { StartupFault } from './fault.ts'
import type { Log } from './log.ts'
import { masterKey, sealKeysOf } from './master-key.ts'
import { createOutbound } from './outbound/outbound.ts'
import type { Platform } from './platform.ts'
import { root } from './root.ts'

/** A database that can be reached: how the app connects, how migrations do, and how to let go of it. */
export interface Database {
  app: ConnectionSettings
  owner: pg.ClientConfig
  stop(): Promise<void>
}

/**
 * The external database of DATABASE_URL, or the embedded server under the data folder. With `join`, the embedded server of an app that is
 * running already is used and left alone: commands work beside it.
 */
export async function openDatabase(config: Config, log: Log, { join: beside = false } = {}): Promise<Database> {
  const dataDir = resolve(config.DATA_DIR)
  if (config.DATABASE_URL) {
    const owner = { connectionString: config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL }
    // With one login for everything, the app still works as a role that can do less.
    const role = config.DATABASE_MIGRATION_URL ? {} : { role: appRole }
    await claimDataFolder(dataDir) // the master key is kept there all the same
    return {
      app: { connectionString: config.DATABASE_URL, max: config.DATABASE_POOL, ...role },
      owner,
      stop: async () => {},
    }
  }
  const running = beside ? await joinRunning(dataDir) : null
  if (running) return embeddedDatabase(config, running, async () => {})
  const server = await startEmbedded({ dataDir, log: ({ level, msg }) => log[level === 'info' ? 'debug' : level](msg) })
  return embeddedDatabase(config, server.connection, () => server.stop())
}

function embeddedDatabase(
  config: Config,
  connection: EmbeddedServer['connection'],
  stop: () => Promise<void>,
): Database {
  const { superuser, password, ...where } = connection
  // Only where there is no private socket does the login need a password; there the app takes its role on after signing in.
  const login = password ? { user: superuser, password, role: appRole } : { user: appRole }
  return {
    app: { ...where, ...login, max: config.DATABASE_POOL },
    owner: { ...where, user: superuser, ...(password && { password }) },
    stop,
  }
}

/** Migrates the database with the owner's login. Safe when several nodes do it at once. */
export async function migrateDatabase(database: Database): Promise<string[]> {
  try {
    return (await migrate(database.owner, join(root, 'db', 'migrations'))).applied
  } catch (error) {
    if (error instanceof StartupFault) throw error
    throw new StartupFault(`The database cannot be used: ${(error as Error).message}.`)
  }
}

/** Makes the parts every slice uses. `close` lets go of them in the right order. */
export async function openPlatform(
  config: Config,
  log: Log,
  database: Database,
  clock: Clock = systemClock,
): Promise<{ platform: Platform; close(): Promise<void> }> {
  const master = await masterKey(config.AEGIS_MASTER_KEY, resolve(config.DATA_DIR))
  const previous = config.AEGIS_MASTER_KEY_PREVIOUS ? Buffer.from(config.AEGIS_MASTER_KEY_PREVIOUS, 'base64') : null
  const db = openDb(database.app, (error) => log.warn({ err: error }, 'an idle database connection failed'))
  const changes = watchChanges(db.pool, database.app, log)
  const masters = [master, ...(previous ? [previous] : [])]
  const lookupKey = deriveKey(master, 'keyed-hash')
  const platform: Platform = {
    config,
    clock,
    log,
    db,
    changes,
    sealer: createSealer(sealKeysOf(masters)),
    signer: createSigner(masters.map((key) => deriveKey(key, 'signer'))),
    keyedHash: (text) => hmac(lookupKey, text).toString('base64url'),
    outbound: createOutbound({
      allowPrivate: config.AEGIS_ALLOW_PRIVATE_TARGETS ?? config.loopback,
      allowHttp: config.loopback,
      allowedAddresses: config.AEGIS_OUTBOUND_ALLOW,
    }),
  }
  return {
    platform,
    close: async () => {
      await changes.close()
      await db.close()
    },
  }
}
