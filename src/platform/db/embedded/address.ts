import { createHash, randomBytes } from 'node:crypto'
import { chown, lstat, mkdir, readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartupFault } from '#platform/fault.ts'
import type { ServerUser } from './server-user.ts'

/** Where clients find the server, and the settings that put it there. */
export type Address = { host: string; port: number; password?: string; settings: Record<string, string> }

/** The socket's name is made from the port; no TCP port is taken. */
const socketPort = 5432

// The shortest limit of a socket's path among our systems (macOS: 104 bytes with the closing zero).
const longestSocketPath = 103

/** The path of the socket a folder holds. */
export const socketIn = (folder: string) => join(folder, `.s.PGSQL.${socketPort}`)

/**
 * The socket lies in the cluster's folder (0700). Where that path is too long it lies in a private folder below the
 * system's temporary one, named after the cluster. Throws StartupFault when neither is possible.
 */
export async function serverAddress(cluster: string, user: ServerUser | undefined): Promise<Address> {
  if (process.platform === 'win32') return windowsAddress(cluster)
  const fits = (folder: string) => Buffer.byteLength(socketIn(folder)) <= longestSocketPath
  const settings = { listen_addresses: '', port: String(socketPort), unix_socket_permissions: '0700' }
  // Relative to the folder the server works in: its user need not be able to enter the folders above.
  if (fits(cluster)) {
    return { host: cluster, port: socketPort, settings: { ...settings, unix_socket_directories: '.' } }
  }
  const key = createHash('sha256').update(cluster).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `aegisrunner-${key}`)
  if (!fits(folder)) {
    throw new StartupFault(
      `The path of the data folder is too long for a socket, and so is ${folder}: use a shorter one.`,
    )
  }
  await makePrivate(folder, user)
  const quoted = `"${folder.replaceAll('"', '""')}"`
  return { host: folder, port: socketPort, settings: { ...settings, unix_socket_directories: quoted } }
}

async function makePrivate(folder: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).then(
    () => user && chown(folder, user.uid, user.gid),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw new StartupFault(`The folder ${folder} for the socket cannot be made.`)
    },
  )
  const seen = await lstat(folder)
  // Anybody may write to the temporary folder: one that others own or can enter could hold somebody else's server.
  if (!seen.isDirectory() || seen.uid !== (user?.uid ?? process.geteuid?.()) || (seen.mode & 0o077) !== 0) {
    throw new StartupFault(
      `The folder ${folder} for the socket belongs to somebody else or is open to others: remove it.`,
    )
  }
}

/** The file beside the cluster that holds the superuser's password where there is TCP and so no folder to guard it. */
export const passwordFile = (cluster: string) => `${cluster}-password`

async function windowsAddress(cluster: string): Promise<Address> {
  const file = passwordFile(cluster)
  await writeFile(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  const password = await readFile(file, 'utf8')
  const host = '127.0.0.1'
  const port = await freePort(host)
  return { host, port, password, settings: { listen_addresses: host, port: String(port), unix_socket_directories: '' } }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
