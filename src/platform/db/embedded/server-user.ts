import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { StartupFault } from '#platform/fault.ts'

/** The unprivileged user the server runs as when the app itself is root. */
export type ServerUser = { uid: number; gid: number }

/**
 * Who the server runs as: undefined means the app's own user. PostgreSQL refuses root, so root hands it to the owner of
 * the existing cluster, else to the owner of the data folder when that is a known ordinary user (starts with and
 * without sudo then share their data), else to `nobody`. Throws StartupFault for a cluster of another user.
 */
export async function serverUser(folder: string, cluster: string): Promise<ServerUser | undefined> {
  const self = process.geteuid?.()
  if (self === undefined) return undefined
  const owned = await statIfThere(cluster)
  if (self !== 0) {
    if (owned && owned.uid !== self) {
      throw new StartupFault(
        `The database in ${cluster} belongs to user id ${owned.uid} but AegisRunner runs as ${self}: ` +
          `start it as that user or as root, or run "chown -R ${self} ${cluster}".`,
      )
    }
    return undefined
  }
  const known = await knownUsers()
  const nobody = known.find((user) => user.name === 'nobody') ?? { uid: 65534, gid: 65534 }
  if (owned?.uid === 0) {
    throw new StartupFault(
      `The database in ${cluster} belongs to root, which PostgreSQL refuses: run "chown -R ${nobody.uid} ${cluster}".`,
    )
  }
  if (owned) return { uid: owned.uid, gid: owned.gid }
  const owner = (await stat(folder)).uid
  const { uid, gid } = known.find((user) => user.uid !== 0 && user.uid === owner) ?? nobody
  return { uid, gid }
}

/** What to say when a process of `user` cannot even begin: root in a container may lack the right to change users. */
export function cannotStart(user: ServerUser | undefined): StartupFault {
  if (!user)
    return new StartupFault('PostgreSQL could not be started by this system: set DATABASE_URL to use your own.')
  return new StartupFault(
    `AegisRunner runs as root but may not start PostgreSQL as user id ${user.uid}: start it as an ordinary user, or set ` +
      'DATABASE_URL.',
  )
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function knownUsers(): Promise<{ name: string; uid: number; gid: number }[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    // macOS writes nobody as -2; the kernel knows it as an unsigned number.
    return name && uid && gid && !name.startsWith('#') ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : []
  })
}
