import pg from 'pg'
import type { Log } from '../log.ts'
import { type ConnectionSettings, changesChannel, poolConfig } from './db.ts'

const beatEvery = 60
// News older than this is not relied on: with it, a revocation elsewhere bites within 200 ms even when the network goes silent.
const beatValid = 180
const reconnectAfter = 250

/** Tells in-memory caches what changed, on this node and on every other. */
export interface Changes {
  /** False while the news channel is lost: caches must then ask the database every time. */
  readonly reliable: boolean
  /** Calls back with `user:usr_…` and the like, and with `*` when news may have been missed. */
  subscribe(listener: (what: string) => void): void
  close(): Promise<void>
}

/**
 * Listens on a connection of its own, with a heartbeat, and on every pool connection as well: PostgreSQL delivers a session's own
 * notification before it answers that session's COMMIT, so this node's caches are empty before the change is even acknowledged.
 */
export function watchChanges(pool: pg.Pool, settings: ConnectionSettings, log: Log): Changes {
  const listeners: ((what: string) => void)[] = []
  const tell = (what: string) => {
    for (const listener of listeners) listener(what)
  }
  pool.on('connect', (client) => {
    client.on('notification', ({ payload }) => payload && tell(payload))
  })

  let lastBeat = Number.NEGATIVE_INFINITY
  let closed = false
  let current: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const connect = async () => {
    const client = new pg.Client({ ...poolConfig(settings), connectionTimeoutMillis: 2_000, query_timeout: 1_000 })
    current = client
    let lost = false
    const lose = () => {
      if (lost || closed) return
      lost = true
      lastBeat = Number.NEGATIVE_INFINITY
      tell('*')
      log.warn('the change channel is lost; caches are off until it is back')
      client.end().catch(() => {})
      timer = setTimeout(connect, reconnectAfter)
    }
    const beat = async () => {
      await client.query({ name: 'beat', text: 'SELECT 1' })
      lastBeat = performance.now()
      if (!closed) timer = setTimeout(() => beat().catch(lose), beatEvery)
    }
    client.on('error', lose)
    client.on('end', lose)
    client.on('notification', ({ payload }) => payload && tell(payload))
    try {
      await client.connect()
      await client.query(`LISTEN ${changesChannel}`)
      tell('*')
      await beat()
    } catch {
      lose()
    }
  }
  void connect()

  return {
    get reliable() {
      return performance.now() - lastBeat < beatValid
    },
    subscribe: (listener) => listeners.push(listener),
    close: async () => {
      closed = true
      clearTimeout(timer)
      await current?.end().catch(() => {})
    },
  }
}
