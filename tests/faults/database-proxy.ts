import { type AddressInfo, createConnection, createServer } from 'node:net'
import { join } from 'node:path'

/**
 * What happens to one statement. `fails`: PostgreSQL answers it with an error, as a full disk does. `unanswered`: it is carried out, and in
 * that moment the process is cut off: no answer comes, every connection is gone and no new one is made until it is healed.
 */
export type Fault = 'fails' | 'unanswered'

/** Stands between the app and PostgreSQL, and knows where a statement ends. */
export interface DatabaseProxy {
  host: string
  port: number
  /** From now on statements are counted, and the n-th meets this fault. */
  arm(n: number, fault: Fault): void
  /** All is well again; answers the text of the statement that met the fault, or null when there were fewer. */
  heal(): string | null
  /** Statements since it was armed. */
  readonly counted: readonly string[]
  close(): Promise<void>
}

// Of the node's own pulse, not of anybody's request.
const notCounted = /^(LISTEN|SELECT 1$)/

const full =
  "DO $$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END$$"

/** Opens one in front of the server whose socket lies in this folder. */
export async function openDatabaseProxy(server: { host: string; port: number }): Promise<DatabaseProxy> {
  const pairs = new Set<() => void>()
  let down = false
  let counted: string[] = []
  let armed: { n: number; fault: Fault; met: string | null } | null = null

  const judge = (text: string): Fault | null => {
    if (!armed || notCounted.test(text)) return null
    counted.push(text)
    if (armed.met !== null || counted.length !== armed.n) return null
    armed.met = text
    return armed.fault
  }
  const cutOff = () => {
    down = true
    for (const cut of pairs) cut()
  }

  const listening = createServer({ noDelay: true }, (client) => {
    if (down) return void client.destroy()
    const upstream = createConnection(join(server.host, `.s.PGSQL.${server.port}`))
    const cut = () => {
      pairs.delete(cut)
      client.destroy()
      upstream.destroy()
    }
    pairs.add(cut)
    let lost = false
    const named = new Map<string, string>()
    const unit: Buffer[] = []
    let text = ''
    const fromClient = messages(true, (message, type) => {
      if (type === 'P') {
        const [name = '', sql = ''] = strings(message, 5)
        named.set(name, sql)
      }
      if (type === 'B') text = named.get(strings(message, 5)[1] ?? '') ?? ''
      if (type === 'Q') text = strings(message, 5)[0] ?? ''
      unit.push(message)
      if (type === 'P' || type === 'B' || type === 'D' || type === 'E') return
      const fault = type === 'Q' || type === 'S' ? judge(text) : null
      if (fault === 'unanswered') lost = true
      upstream.write(fault === 'fails' ? query(full) : Buffer.concat(unit))
      unit.length = 0
    })
    const fromServer = messages(false, (message, type) => {
      if (!lost) client.write(message)
      else if (type === 'Z') cutOff()
    })
    client.on('data', fromClient).on('error', cut).on('close', cut)
    upstream.on('data', fromServer).on('error', cut).on('close', cut)
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))

  return {
    host: '127.0.0.1',
    port: (listening.address() as AddressInfo).port,
    arm(n, fault) {
      counted = []
      armed = { n, fault, met: null }
    },
    heal() {
      const met = armed?.met ?? null
      armed = null
      down = false
      return met
    },
    get counted() {
      return counted
    },
    close() {
      cutOff()
      return new Promise((resolve) => listening.close(() => resolve()))
    },
  }
}

// A message is a letter, a length that counts itself, and a body. Only the very first of a client has no letter.
function messages(withStartup: boolean, take: (message: Buffer, type: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let head = withStartup ? 0 : 1
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    while (rest.length >= head + 4) {
      const size = head + rest.readInt32BE(head)
      if (rest.length < size) return
      const message = rest.subarray(0, size)
      rest = rest.subarray(size)
      take(message, head === 1 ? String.fromCharCode(message[0] ?? 0) : '')
      head = 1
    }
  }
}

const strings = (message: Buffer, from: number): string[] =>
  message
    .subarray(from, from + 100_000)
    .toString('utf8')
    .split('\0', 2)

function query(sql: string): Buffer {
  const body = Buffer.from(`${sql}\0`)
  const head = Buffer.alloc(5)
  head.write('Q')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
