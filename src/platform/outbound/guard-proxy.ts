import { createServer, type IncomingMessage, Agent as KeepAlive, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Duration, minutes, seconds, stopwatch } from '../clock.ts'
import type { Outbound } from './outbound.ts'
import type { CheckedTarget } from './target.ts'

/** What a {@link GuardProxy} lets through. */
export interface GuardProxyRules {
  /** Judges where a request would go; resolves its name once. */
  readonly check: Outbound['check']
  /** Refuses further targets, such as our own ports. */
  readonly forbids?: (target: CheckedTarget) => boolean
  /** Largest answer to one plain request, in bytes. */
  readonly mostPerAnswer: number
  /** Most that one encrypted connection may carry towards the browser in a minute, in bytes: one connection serves many pages, for hours. */
  readonly mostPerTunnel: number
  /** Nothing heard for so long ends a connection. */
  readonly idle?: Duration
  /** How long a host is refused without judging it anew: a name may have failed in passing. */
  readonly refusedFor?: Duration
  /** The minute of `mostPerTunnel`. */
  readonly tunnelWindow?: Duration
}

/** A forward proxy on a loopback port of its own: what a browser is started with, so that no request it makes gets past the guard. */
export interface GuardProxy {
  readonly url: string
  /** Hosts that are refused, as `host:port`, by the last verdict on each. */
  readonly refused: ReadonlySet<string>
  close(): Promise<void>
}

// A name found good is not asked for again within this; the connections go to the addresses found, never to the name.
const judgedFor = seconds(60)
const usuallyRefusedFor = seconds(5)

/**
 * Opens one. It has no password: whoever can reach the loopback interface can send what it sends without it, and through it only less.
 */
export async function openGuardProxy(rules: GuardProxyRules): Promise<GuardProxy> {
  const proxy = new Forwarding(rules)
  const server = createServer((incoming, answer) => void proxy.forward(incoming, answer))
  server.on('connect', (incoming, socket, head) => void proxy.tunnel(incoming, socket, head))
  server.on('connection', (socket) => proxy.hold(socket))
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: proxy.refused,
    close: async () => {
      proxy.end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class Forwarding {
  readonly refused = new Set<string>()
  readonly #rules: GuardProxyRules
  readonly #agent = new KeepAlive({ keepAlive: true, maxSockets: 32 })
  readonly #judged = new Map<string, Promise<CheckedTarget | null>>()
  readonly #sockets = new Set<Duplex>()

  constructor(rules: GuardProxyRules) {
    this.#rules = rules
  }

  hold(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }

  end(): void {
    this.#agent.destroy()
    for (const socket of this.#sockets) socket.destroy()
  }

  async forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const target = await this.#judge(incoming.url ?? '')
    if (target?.url.protocol !== 'http:') return void answer.writeHead(403, { connection: 'close' }).end()
    const { 'proxy-connection': _hop, 'proxy-authorization': _secret, ...headers } = incoming.headers
    const { pathname, search } = new URL(incoming.url ?? '')
    const onward = request(
      {
        host: target.addresses[0],
        port: target.port,
        method: incoming.method,
        path: pathname + search,
        headers: { ...headers, host: target.url.host },
        agent: this.#agent,
        timeout: this.#rules.idle ?? seconds(60),
      },
      (received) => {
        answer.writeHead(received.statusCode ?? 502, received.headers)
        capped(received, { most: this.#rules.mostPerAnswer }, () => answer.destroy())
        received.on('error', () => answer.destroy())
        received.pipe(answer)
      },
    )
    onward.on('timeout', () => onward.destroy())
    onward.on('error', () => answer.destroy()) // no answer of ours could be told from one of the site's
    // A browser that gives up must not leave an endless answer running.
    answer.on('close', () => answer.writableFinished || onward.destroy())
    incoming.pipe(onward)
  }

  async tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.hold(socket)
    const target = await this.#judge(`https://${incoming.url}`)
    if (!target) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    if (socket.destroyed) return
    const onward: Socket = connect({ host: target.addresses[0] ?? '', port: target.port })
    this.hold(onward)
    onward.setTimeout(this.#rules.idle ?? seconds(60), () => onward.destroy())
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
    onward.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) onward.write(head)
      const { mostPerTunnel: most, tunnelWindow: every = minutes(1) } = this.#rules
      capped(onward, { most, every }, () => onward.destroy())
      onward.pipe(socket)
      socket.pipe(onward)
    })
  }

  #judge(text: string): Promise<CheckedTarget | null> {
    if (!URL.canParse(text)) return Promise.resolve(null)
    // WebSockets of plain pages come as CONNECT too; their own port tells that no TLS is meant, and the guard only asks where it goes.
    const { origin, host } = new URL(text)
    const known = this.#judged.get(origin)
    if (known) return known
    const verdict = this.#rules
      .check(origin)
      .then((target) => (this.#rules.forbids?.(target) ? null : target))
      .catch(() => null)
      .then((target) => {
        if (target) this.refused.delete(host)
        else this.refused.add(host)
        const keptFor = target ? judgedFor : (this.#rules.refusedFor ?? usuallyRefusedFor)
        setTimeout(() => this.#judged.delete(origin), keptFor).unref()
        return target
      })
    this.#judged.set(origin, verdict)
    return verdict
  }
}

/** Cuts a stream that brings more than `most` bytes: in all, or in each stretch of `every`. */
function capped(stream: NodeJS.ReadableStream, { most, every }: { most: number; every?: Duration }, cut: () => void) {
  let seen = 0
  let age = stopwatch()
  stream.on('data', (part: Buffer) => {
    if (every !== undefined && age() > every) {
      seen = 0
      age = stopwatch()
    }
    seen += part.length
    if (seen > most) cut()
  })
}
