import { lookup } from 'node:dns/promises'

/** All addresses of a host name, as text. Rejects when the name is unknown. */
export type Resolver = (hostname: string) => Promise<readonly string[]>

// getaddrinfo occupies a thread of the pool that password hashing also uses (4 threads). A name whose server answers
// slowly on purpose must not stop people from signing in, so at most this many look-ups run at once.
const atOnce = 2

/** The system's resolver (hosts file included), at most two look-ups at a time. */
export function systemResolver(): Resolver {
  let running = 0
  const waiting: (() => void)[] = []

  return async (hostname) => {
    if (running >= atOnce) await new Promise<void>((start) => waiting.push(start))
    else running += 1
    try {
      const found = await lookup(hostname, { all: true, verbatim: true })
      return found.map((each) => each.address)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
