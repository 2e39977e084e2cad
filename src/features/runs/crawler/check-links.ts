import { seconds } from '#platform/clock.ts'
import type { Outbound } from '#platform/outbound/outbound.ts'
import type { CheckedTarget } from '#platform/outbound/target.ts'

/** What became of a link. */
export interface LinkState {
  url: string
  /** `alive`: it answers; `dead`: it does not, or says there is nothing; `unknown`: it may not be asked from here. */
  state: 'alive' | 'dead' | 'unknown'
  status: number | null
}

const atOnce = 4

/** Asks each address whether something is there, at most `most` of them. Redirects count as alive, and so does “you may not”. */
export async function checkLinks(
  outbound: Outbound,
  forbids: (target: CheckedTarget) => boolean,
  urls: readonly string[],
  most: number,
  signal: AbortSignal,
): Promise<LinkState[]> {
  const waiting = urls.slice(0, most)
  const states: LinkState[] = []
  const worker = async () => {
    for (let url = waiting.shift(); url !== undefined && !signal.aborted; url = waiting.shift()) {
      states.push(await stateOf(url))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return states

  async function stateOf(url: string): Promise<LinkState> {
    const target = await outbound.check(url).catch(() => null)
    if (!target || forbids(target)) return { url, state: 'unknown', status: null }
    const asked = async (method: 'HEAD' | 'GET') =>
      outbound.fetch(url, { method, timeout: seconds(10), maxBytes: 1024 * 1024 }).then(
        ({ status }) => status,
        () => null,
      )
    const head = await asked('HEAD')
    const status = head === null || head === 405 || head === 501 || head === 404 ? await asked('GET') : head
    const dead = status === null || status === 404 || status === 410 || status >= 500
    return { url, state: dead ? 'dead' : 'alive', status }
  }
}
