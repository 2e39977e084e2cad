import { seconds } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { sumUpSome } from './sum.queries.ts'

const atOnce = 20_000
// The longer uses wait, the more of them are one row of a sum. Whoever reads looks through what waits, so it must not be much.
const pause = seconds(10)
const mostWaiting = 10_000

interface Waiting {
  timer: NodeJS.Timeout
  uses: number
}

const waiting = new WeakMap<Platform, Waiting>()

/** Adds what was used to the sums. May run on every node at any time; nothing depends on when, as readers add what is not summed yet. */
export async function sumUp({ db }: Pick<Platform, 'db'>): Promise<void> {
  while ((await sumUpSome(db, atOnce)) === atOnce) {
    // There is more.
  }
}

/** The same a little later, together with whatever is used until then. */
export function sumUpSoon(platform: Platform): void {
  const known = waiting.get(platform)
  if (!known) {
    waiting.set(platform, { timer: setTimeout(() => sumUpNow(platform), pause).unref(), uses: 1 })
    return
  }
  known.uses += 1
  if (known.uses < mostWaiting) return
  clearTimeout(known.timer)
  sumUpNow(platform)
}

function sumUpNow(platform: Platform): void {
  waiting.delete(platform)
  if (platform.db.pool.ending) return
  sumUp(platform).catch((error: unknown) => platform.log.warn({ err: error }, 'use was not summed; it is tried again'))
}
