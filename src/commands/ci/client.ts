import { seconds } from '#platform/clock.ts'
import { createOutbound } from '#platform/outbound/outbound.ts'

/** Why something could not be done; the whole command then ends with 2. */
export class CiFault extends Error {
  override readonly name = 'CiFault'
}

/** Speaks the CI protocol with an AegisRunner. */
export interface CiClient {
  send(
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ): Promise<{ status: number; body: Answered }>
}

/** What an address answered. */
export interface Answered {
  // biome-ignore lint/suspicious/noExplicitAny: the members are those of the protocol, and are read one by one
  [member: string]: any
}

const tries = 4

/** Opens one. The address is the operator's own choice, so it may be a private one. */
export function openCiClient(url: string, key: string): CiClient {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new CiFault(`${url} is no address, such as https://aegis.example.com.`)
  const base = `${new URL(url).href.replace(/\/(api\/v1\/?)?$/, '')}/api/v1`
  const outbound = createOutbound({ allowPrivate: true, allowHttp: true, allowedAddresses: [] })

  return {
    async send(method, path, body) {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await outbound
          .fetch(`${base}${path}`, {
            method,
            headers: {
              authorization: `Bearer ${key}`,
              accept: 'application/json',
              ...(body && { 'content-type': 'application/json' }),
            },
            ...(body && { body: JSON.stringify(body) }),
            timeout: seconds(30),
            maxBytes: 32 * 1024 * 1024,
            keepErrors: true,
          })
          .catch(() => null)
        const read = answer && bodyOf(answer.body)
        const wait = waitAfter(answer?.status ?? 0, read, method, attempt)
        if (wait === null) {
          if (!answer || !read) throw new CiFault(`${base} does not answer as AegisRunner does.`)
          if (answer.status >= 400) throw new CiFault(`${read.error ?? 'It was refused.'} (${answer.status})`)
          return { status: answer.status, body: read }
        }
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    },
  }
}

// Asking again is safe for questions, and for everything that was refused for being too often.
function waitAfter(status: number, body: Answered | null, method: string, attempt: number): number | null {
  if (attempt >= tries) return null
  if (status === 429) return seconds(Math.min(120, Number(body?.retryAfter) || 5))
  return method === 'GET' && (status === 0 || status >= 500) ? seconds(attempt) : null
}

function bodyOf(bytes: Buffer): Answered | null {
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof read === 'object' && read !== null ? (read as Answered) : null
  } catch {
    return null
  }
}
