import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { root } from '#platform/root.ts'
import { type Server, startServer } from './stage.ts'

const version = '1.7.5'
const folder = join(root, 'bench', 'peers')

/** Better Auth on a PostgreSQL of its own, the same build and settings as ours, with one person, ten sessions and ten keys. */
export interface Peer {
  server: Server
  /** Of one of the sessions. */
  cookie: string
  /** One of the keys. */
  key: string
  stop(): Promise<void>
}

/** Installs the peer when it is missing (into a folder git ignores), and starts it pinned to `cpus`. */
export async function startBetterAuth(cpus: string): Promise<Peer> {
  await install()
  const dataDir = await mkdtemp(join(tmpdir(), 'aegis-peer-'))
  const postgres = await startEmbedded({ dataDir, log: () => {} })
  const { superuser, ...where } = postgres.connection
  const env = { PEER_DATABASE: JSON.stringify({ ...where, user: superuser }), NODE_ENV: 'production' }
  const server = await startServer([process.execPath, join(folder, 'server.mjs')], { cpus, env })
  const { cookie, key } = JSON.parse(server.said.slice('ready '.length))
  return {
    server,
    cookie,
    key,
    stop: async () => {
      await server.stop()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function install(): Promise<void> {
  await mkdir(folder, { recursive: true })
  await copyFile(join(root, 'bench', 'better-auth-server.mjs'), join(folder, 'server.mjs'))
  if (existsSync(join(folder, 'node_modules', 'better-auth'))) return
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  // Its own packages ask for each other's newest, and those no longer fit together: all are held at the one version.
  const parts = ['better-auth', '@better-auth/api-key', '@better-auth/core'].map((name) => `${name}@${version}`)
  const packages = [...parts, '@better-auth/utils@0.4.2', 'pg@8']
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder })
}
