import { chown, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StartupFault } from '#platform/fault.ts'
import { passwordFile } from './address.ts'
import { folderFault } from './data-folder.ts'
import { keep } from './keeper.ts'
import type { Programs } from './programs.ts'
import { initFaultIn } from './server-log.ts'
import { cannotStart, type ServerUser } from './server-user.ts'

/** The superuser of the cluster; the roles the app works with are made by the migrations. */
export const superuser = 'postgres'

/** What `ensureCluster` works with; `durable: false` leaves out the final sync to disk (tests). */
export type ClusterPlan = { cluster: string; programs: Programs; user: ServerUser | undefined; durable: boolean }

/**
 * How a program is told the folder it works in. Its own path would need rights to every folder above, which another
 * user may not have (an app below root's home); the working folder needs none and is entered before rights are dropped.
 */
export const folderArgument = (folder: string, user: ServerUser | undefined) =>
  user && process.platform === 'linux' ? '/proc/self/cwd' : folder

/**
 * Makes the cluster when there is none. It is built beside its place and renamed when whole, because PG_VERSION exists
 * long before initdb is done. Throws StartupFault for a folder that is no cluster or one of another major version.
 */
export async function ensureCluster(plan: ClusterPlan): Promise<void> {
  const { cluster, programs } = plan
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) return create(plan)
  if (version.trim() !== programs.major) {
    throw new StartupFault(
      `The database in ${cluster} was made by PostgreSQL ${version.trim()} but this AegisRunner brings ` +
        `${programs.major}: export it with the AegisRunner that made it and import it into a new data folder.`,
    )
  }
}

async function create(plan: ClusterPlan): Promise<void> {
  const { cluster, user } = plan
  const parent = dirname(cluster)
  const fresh = `${cluster}.new-${process.pid}`
  try {
    if ((await readdir(cluster).catch(() => [])).length > 0) {
      throw new StartupFault(`The folder ${cluster} exists but is no PostgreSQL database: move it away.`)
    }
    await removeLeftovers(parent, `${basename(cluster)}.new-`)
    await mkdir(fresh, { mode: 0o700 })
    if (user)
      await chown(fresh, user.uid, user.gid).catch(() => {
        throw cannotStart(user)
      })
    await initdb(plan, fresh)
    await rename(fresh, cluster)
    await syncFolder(parent)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
    // Another first start was quicker: the caller will meet its server.
    if (await readFile(join(cluster, 'PG_VERSION')).catch(() => undefined)) return
    throw folderFault(error, parent)
  }
}

async function initdb({ cluster, programs, user, durable }: ClusterPlan, fresh: string): Promise<void> {
  const faults: string[] = []
  const args = ['-D', folderArgument(fresh, user), '-U', superuser, '--encoding=UTF8', '--data-checksums']
  // Sorting by code point with Unicode case rules that PostgreSQL itself carries: the same on every system, and no
  // index is broken by an update of the system's C library or ICU.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions')
  // Trust: only who may enter the 0700 folder of the socket gets this far, which is the server's own user (who can read
  // the files anyway) and root. Asking the system for the peer's name would fail for a user id without a name.
  if (process.platform === 'win32') args.push('--auth=scram-sha-256', `--pwfile=${passwordFile(cluster)}`)
  else args.push('--auth-local=trust', '--auth-host=reject')
  if (!durable) args.push('--no-sync')
  const kept = keep({ path: programs.initdb, args, cwd: fresh, user }, (line) => {
    const fault = initFaultIn(line)
    if (fault !== undefined) faults.push(fault)
  })
  await kept.pid.catch(() => {
    throw cannotStart(user)
  })
  if ((await kept.ended) !== 0) throw initFault(faults, user)
}

function initFault(faults: string[], user: ServerUser | undefined): StartupFault {
  const text = faults[0] ?? 'it gave no reason'
  if (!text.includes('could not look up effective user ID')) {
    return new StartupFault(`The database could not be made: ${text}.`)
  }
  const uid = user?.uid ?? process.geteuid?.()
  return new StartupFault(
    `PostgreSQL needs a name for user id ${uid} to make its database: add a line for it to /etc/passwd, start ` +
      'AegisRunner once as a user who has one, or set DATABASE_URL.',
  )
}

/** Makes the rename last; Windows cannot open a folder for that. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** Folders of starts that were killed; one whose process lives may be in use by it. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix) && !lives(Number(name.slice(prefix.length)))) {
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 20 })
    }
  }
}

function lives(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
