import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '#platform/db/embedded/start-embedded.ts'
import { root } from '#platform/root.ts'
import { type Mailbox, openMailbox } from '../mailbox.ts'
import { plan } from './plan.ts'

/** One process of the program, which is killed and started again. */
export interface Node {
  name: string
  port: number
  /** Null while it is not there. */
  child: ChildProcess | null
  ready: boolean
  killed: number
  /** What it said when it ended and nobody had killed it. */
  faults: string[]
  start(): Promise<void>
  /** Ends it without a word (SIGKILL), and answers when it is gone. */
  kill(): Promise<void>
}

/** Two API nodes and two workers on one PostgreSQL behind a proxy, and the mail server that receives what they send. */
export interface Installation {
  publicUrl: string
  nodes: Node[]
  api: Node[]
  mailbox: Mailbox
  /** Where tests look behind the scenes, past the proxy. */
  database: { host: string; port: number; user: string; database: string }
  /** Breaks every connection to the database; new ones are made at once. */
  cutDatabase(): void
  stop(): Promise<void>
}

/** Starts everything. */
export async function startInstallation({ apiNodes = 2, workers = 2 } = {}): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-chaos-'))
  const postgres = await startEmbedded({
    dataDir: join(folder, 'db'),
    log: () => {},
    settings: { max_connections: '200' },
  })
  const { host, port, superuser, database } = postgres.connection
  const proxy = await openProxy(join(host, `.s.PGSQL.${port}`))
  const mailbox = await openMailbox()
  const plans = join(folder, 'plans.json')
  await writeFile(plans, JSON.stringify({ basic: plan.id, trial: plan.id, plans: [plan] }))
  const publicUrl = 'http://localhost:3998'
  const shared = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: `postgres://${superuser}@127.0.0.1:${proxy.port}/${database}`,
    DATABASE_POOL: '12',
    AEGIS_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    PUBLIC_URL: publicUrl,
    TRUST_PROXY: '1',
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
    AEGIS_PLANS: plans,
    AEGIS_BROWSERS: '1',
    LOG_LEVEL: 'error',
  }
  const nodeOf = async (name: string, args: string[]) =>
    makeNode(name, args, { ...shared, DATA_DIR: join(folder, name), PORT: String(await freePort()) })
  const api = await Promise.all(
    Array.from({ length: apiNodes }, (_, n) => nodeOf(`api-${n + 1}`, ['serve', '--no-worker'])),
  )
  const work = await Promise.all(Array.from({ length: workers }, (_, n) => nodeOf(`worker-${n + 1}`, ['worker'])))
  const nodes = [...api, ...work]
  for (const node of nodes) await node.start() // the first one migrates
  return {
    publicUrl,
    nodes,
    api,
    mailbox,
    database: { host, port, user: superuser, database },
    cutDatabase: proxy.cut,
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()))
      await mailbox.close()
      await proxy.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function makeNode(name: string, args: string[], env: Record<string, string>): Node {
  let ended: Promise<void> = Promise.resolve()
  const attempt = async (): Promise<boolean> => {
    const command = [join(root, 'bin', 'aegisrunner.js'), ...args]
    const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    node.child = child
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = (said + chunk).slice(-2_000)
    })
    ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        node.ready = false
        const inOneSentence = /^The database cannot be used: .*\n$/.test(said)
        if (signal === null && !inOneSentence) node.faults.push(`${name} ended with ${code}: ${said}`)
        resolve()
      }),
    )
    const ready = new Promise<boolean>((resolve) => {
      child.stdout?.on('data', (chunk) => String(chunk).includes('ready') && resolve(true))
      void ended.then(() => resolve(false))
    })
    if (await ready) node.ready = child.exitCode === null && child.signalCode === null
    return node.ready || child.signalCode !== null
  }
  const node: Node = {
    name,
    port: Number(env.PORT),
    child: null,
    ready: false,
    killed: 0,
    faults: [],
    async start() {
      // A start that meets a broken database ends with a sentence, and whoever supervises the process tries again.
      for (let tries = 1; !(await attempt()) && tries < 10; tries++) await sleep(500)
    },
    async kill() {
      node.ready = false
      node.killed += 1
      node.child?.kill('SIGKILL')
      await ended
      node.child = null
    },
  }
  return node
}

async function openProxy(socketPath: string) {
  const cuts = new Set<() => void>()
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = createConnection(socketPath)
    const cut = () => {
      cuts.delete(cut)
      client.destroy()
      upstream.destroy()
    }
    cuts.add(cut)
    client.pipe(upstream).pipe(client)
    for (const end of [client, upstream]) end.on('error', cut).on('close', cut)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const one of [...cuts]) one()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => {
      cut()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
