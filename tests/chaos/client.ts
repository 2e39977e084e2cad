import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from './installation.ts'

/** Who asks, and with what. */
export interface Asked {
  body?: unknown
  cookie?: string
  bearer?: string
  /** Sent again with the same word until there is an answer. */
  once?: string
  ifMatch?: number
}

/** An answer that arrived. */
export interface Heard {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any
  cookie: string
  headers: Headers
  /** How often it was asked before this answer came. */
  tries: number
}

const patience = 10_000

/** Requests to whichever node is there, as a load balancer would send them. */
export class Client {
  /** Answers, faults of ours (5xx), and requests without any answer. */
  readonly counts = { answered: 0, faults: 0, unanswered: 0 }
  readonly #at: Installation
  #addresses = 0

  constructor(at: Installation) {
    this.#at = at
  }

  /** One try at one node; null when nobody knows what became of it. */
  async try(method: string, path: string, asked: Asked = {}, port = this.#anyPort()): Promise<Heard | null> {
    const { body, cookie, bearer, once, ifMatch } = asked
    try {
      const answer = await fetch(`http://localhost:${port}/api/v1${path}`, {
        method,
        signal: AbortSignal.timeout(patience),
        headers: {
          'x-forwarded-for': this.#someAddress(),
          ...(bearer ? { authorization: `Bearer ${bearer}` } : { origin: this.#at.publicUrl }),
          ...(cookie && { cookie }),
          ...(once && { 'idempotency-key': once }),
          ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (answer.status >= 500) this.counts.faults += 1
      else this.counts.answered += 1
      const given = answer.headers.getSetCookie().map((line) => line.split(';')[0])
      const json = /[/+]json\b/.test(answer.headers.get('content-type') ?? '')
      const parsed = json && text ? JSON.parse(text) : text
      return { status: answer.status, body: parsed, cookie: given.join('; '), headers: answer.headers, tries: 1 }
    } catch {
      this.counts.unanswered += 1
      return null
    }
  }

  /** Asks until somebody answers with something else than a fault. */
  async surely(method: string, path: string, asked: Asked = {}): Promise<Heard> {
    const until = performance.now() + 120_000
    let last: Heard | null = null
    for (let tries = 1; performance.now() < until; tries++) {
      const heard = await this.try(method, path, asked)
      last = heard ?? last
      if (heard && heard.status < 500) return { ...heard, tries }
      await sleep(150)
    }
    throw new Error(
      `${method} ${path}: no answer within two minutes, at last ${last?.status ?? 'nothing'} ${JSON.stringify(last?.body)}`,
    )
  }

  // One of many, so that limits per network do not end the load. A session keeps working wherever it comes from.
  #someAddress(): string {
    this.#addresses += 1
    return `198.18.${Math.floor(this.#addresses / 250) % 250}.${this.#addresses % 250}`
  }

  #anyPort(): number {
    const ready = this.#at.api.filter((node) => node.ready)
    const among = ready.length > 0 ? ready : this.#at.api
    return among[this.#addresses % among.length]?.port ?? 0
  }
}
