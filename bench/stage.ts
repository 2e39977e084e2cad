import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '#platform/root.ts'

/** A server under measurement, a process of its own. */
export interface Server {
  child: ChildProcess
  port: number
  /** Milliseconds from the call to its ready line. */
  readyAfter: number
  dataDir: string
  /** The line with which it said that it is ready. */
  said: string
  stop(): Promise<void>
}

/** Starts `command` and waits until it prints “ready”. `cpus` pins it (Linux `taskset`). */
export async function startServer(
  command: string[],
  { env = {}, cpus, dataDir }: { env?: Record<string, string>; cpus?: string; dataDir?: string } = {},
): Promise<Server> {
  const port = await freePort()
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'aegis-bench-')))
  const argv = cpus ? ['taskset', '-c', cpus, ...command] : command
  const start = performance.now()
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes('ready') && resolve(String(chunk).trim()))
    void ended.then(() => reject(new Error(`${command.join(' ')} ended before it was ready`)))
  })
  return {
    child,
    port,
    dataDir: folder,
    said,
    readyAfter: performance.now() - start,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      if (!dataDir) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Our own server, as `npm start` runs it. */
export const startOurs = (options: Parameters<typeof startServer>[1] = {}): Promise<Server> =>
  startServer([process.execPath, '--max-semi-space-size=32', 'bin/aegisrunner.js', 'serve'], options)

/** Signs the first person of an empty installation up; answers the cookie header of their session. `origin` is its public address. */
export async function signUpFirst({ port }: Server, origin = `http://localhost:${port}`): Promise<string> {
  const answer = await fetch(`http://localhost:${port}/api/v1/auth/sign-ups`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ fullName: 'Ada Lovelace', email: 'ada@example.com', password, timezone: 'Europe/Berlin' }),
  })
  if (answer.status !== 202) throw new Error(`sign-up: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** The password of every bench account. */
export const password = 'plum-harbour-violet-42'

/** Proportional memory of a process and all below it, in MB: its own, and PostgreSQL's. */
export async function memoryOf(pid: number): Promise<{ app: number; postgres: number }> {
  const parents = new Map<number, { parent: number; name: string }>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const found = /^\d+ \((.*)\) \S (\d+)/.exec(stat)
    if (found) parents.set(Number(entry), { name: found[1] ?? '', parent: Number(found[2]) })
  }
  const below = (child: number): boolean => child === pid || (child > 1 && below(parents.get(child)?.parent ?? 0))
  const sum = { app: 0, postgres: 0 }
  for (const [child, { name }] of parents) {
    if (!below(child)) continue
    const rollup = await readFile(`/proc/${child}/smaps_rollup`, 'utf8').catch(() => '')
    const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    sum[name === 'postgres' ? 'postgres' : 'app'] += kilobytes / 1024
  }
  return sum
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
