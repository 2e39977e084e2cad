import { Agent, request } from 'node:http'
import type { Browser } from './browser.ts'
import type { TestApp } from './harness.ts'

/** A request as it goes over the wire: nothing is tidied, no header is added but the cookies, an Origin and the body's type. */
export interface Wired {
  method: string
  /** As it stands in the request line. */
  path: string
  browser?: Browser
  /** `null` leaves a header out that would be sent. */
  headers?: Record<string, string | null>
  body?: string | Buffer
}

/** An answer with its JSON parsed. */
export interface WireAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

/** Sends requests exactly as told, and holds every answer to what all answers promise. */
export class Wire {
  /** Every body that came back. */
  readonly answered: string[] = []
  /** Every cookie value that was set. */
  readonly cookies = new Set<string>()
  readonly #app: TestApp
  readonly #agent = new Agent({ keepAlive: true })

  constructor(app: TestApp) {
    this.#app = app
  }

  async send(wired: Wired): Promise<WireAnswer> {
    const answer = await this.#exchange(wired)
    this.answered.push(answer.text)
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.cookies.add(/=([^;]*)/.exec(line)?.[1] ?? '')
    const broken = brokenPromises(wired, answer)
    if (broken.length > 0) {
      throw new Error(
        `${wired.method} ${wired.path} → ${answer.status}: ${broken.join('; ')}\n${answer.text.slice(0, 500)}`,
      )
    }
    return answer
  }

  close(): void {
    this.#agent.destroy()
  }

  #exchange({ method, path, browser, headers = {}, body }: Wired): Promise<WireAnswer> {
    const { hostname, port } = new URL(this.#app.address)
    const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent: Record<string, string | null> = {
      cookie: cookie || null,
      origin: method === 'GET' || method === 'HEAD' ? null : this.#app.config.publicUrl,
      'content-type': typeof body === 'string' ? 'application/json' : null,
      'content-length': body === undefined ? null : String(Buffer.byteLength(body)),
      ...headers,
    }
    const given = Object.fromEntries(Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== null))
    return new Promise((resolve, reject) => {
      const call = request({ hostname, port, method, path, headers: given, agent: this.#agent }, (response) => {
        const parts: Buffer[] = []
        const done = () => {
          const text = Buffer.concat(parts).toString()
          const json = /[/+]json\b/.test(String(response.headers['content-type'])) && text !== ''
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: json ? JSON.parse(text) : null,
          })
        }
        response.on('data', (part) => {
          parts.push(part)
          // A stream of events need not end: it is read as far as its first event.
          if (!String(response.headers['content-type']).startsWith('text/event-stream')) return
          if (!Buffer.concat(parts).includes('event: ')) return
          done()
          response.destroy()
        })
        response.on('end', done)
        response.on('error', reject)
      })
      call.on('error', reject)
      call.end(body)
    })
  }
}

function brokenPromises({ path }: Wired, { status, headers, body, text }: WireAnswer): string[] {
  const ours = /^\/api\//.test(
    path.replace(/%(?!00)([0-7][0-9a-f])/gi, (_all, code) => String.fromCharCode(Number.parseInt(code, 16))),
  )
  const kept = status === 200 && String(headers['content-type']).startsWith('image/')
  return [
    status >= 500 && 'a fault of ours',
    ours && headers['cache-control'] !== 'no-store' && !kept && `Cache-Control is ${headers['cache-control']}`,
    headers['x-content-type-options'] !== 'nosniff' && 'X-Content-Type-Options is missing',
    !headers['x-request-id'] && 'X-Request-Id is missing',
    headers['access-control-allow-origin'] !== undefined && 'other origins are let in',
    headers['x-powered-by'] !== undefined && 'tells what it is made with',
    status >= 400 &&
      text !== '' &&
      !isProblem(headers['content-type'], status, body) &&
      'a refusal that is no problem+json',
  ].filter((broken) => broken !== false)
}

const isProblem = (type: unknown, status: number, body: Record<string, unknown> | null): boolean =>
  String(type).startsWith('application/problem+json') &&
  body?.status === status &&
  ['code', 'error', 'message', 'requestId'].every((name) => typeof body[name] === 'string' && body[name] !== '')
