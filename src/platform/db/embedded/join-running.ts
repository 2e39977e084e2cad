import { join, resolve } from 'node:path'
import { serverAddress, socketIn } from './address.ts'
import { superuser } from './cluster.ts'
import { answers } from './previous-server.ts'
import { serverUser } from './server-user.ts'
import { database, type EmbeddedServer } from './start-embedded.ts'

/** The server that a running app holds on this data folder, for commands at the operator's side; null when none answers. */
export async function joinRunning(dataDir: string): Promise<EmbeddedServer['connection'] | null> {
  const folder = resolve(dataDir)
  const cluster = join(folder, 'postgres')
  const user = await serverUser(folder, cluster).catch(() => undefined)
  const { settings: _settings, ...address } = await serverAddress(cluster, user)
  return (await answers(socketIn(address.host))) ? { ...address, database, superuser } : null
}
