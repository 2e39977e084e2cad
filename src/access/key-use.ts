import { type Duration, hours, later, seconds, stopwatch } from '#platform/clock.ts'
import type { Client } from '#platform/http/asking.ts'
import type { Platform } from '#platform/platform.ts'
import { clientName } from './client-name.ts'
import type { Caller, KeyHolder } from './key-holder.ts'
import { usesOn, writeUses } from './key-use.queries.ts'

/** How often sums of uses are written: at most this much of them is lost when the process dies. */
export const flushEvery: Duration = seconds(1)
const freshFor: Duration = seconds(2)

/** Uses of a key from one address in one hour that are not written yet. */
export interface Use {
  readonly teamId: string
  readonly keyId: string
  readonly ownerId: string | null
  readonly ip: string
  readonly hour: Date
  readonly batch: object
  uses: number
  /** Those of `uses` that are summed in the audit log; a first use has a row of its own there. */
  summed: number
  userAgent: string
  client: string
  route: string
  lastAt: Date
  oldAt: Date | null
}

/** A key's uses today, as far as this node knows them. */
interface Tally {
  day: string
  over: Date
  /** As the database had it last. */
  stored: number
  age: () => number
  waiting: number
  flying: number
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10)
const never = () => Number.POSITIVE_INFINITY
const inAll = ({ stored, flying, waiting }: Tally): number => stored + flying + waiting

/** Counts the uses of keys in memory and writes them within a second. */
export class KeyMeter {
  readonly #platform: Platform
  readonly #tallies = new Map<string, Tally>()
  #waiting: Use[] = []
  // What could not be written, one entry per key, address and hour however long that lasts.
  #failed: Use[] = []
  #batch = {}
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> = Promise.resolve()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** Notes one use. `first`: it was audited on its own. */
  note(
    holder: KeyHolder,
    caller: Caller,
    { now, client, route }: { now: Date; client: Client; route: string },
    first = false,
  ): void {
    const running = caller.use
    const use =
      running && running.batch === this.#batch && now.getTime() - running.hour.getTime() < hours(1)
        ? running
        : this.#begin(holder, caller, now)
    use.uses += 1
    if (!first) use.summed += 1
    use.lastAt = now
    use.route = route
    if (holder.old) use.oldAt = now
    if (use.userAgent !== client.userAgent || use.client === '') {
      use.userAgent = client.userAgent
      use.client = clientName(client.userAgent)
    }
    this.#tallyOf(holder, now).waiting += 1
  }

  /** Uses of a key today (UTC), at most two seconds behind what other nodes saw. */
  usedToday(holder: KeyHolder, now: Date): number | Promise<number> {
    const tally = this.#tallyOf(holder, now)
    return tally.age() > freshFor ? this.#readToday(holder, tally) : inAll(tally)
  }

  async #readToday(holder: KeyHolder, tally: Tally): Promise<number> {
    await this.#flushing
    tally.stored = await usesOn(this.#platform.db, holder.key.team.id, holder.key.id, tally.day)
    tally.age = stopwatch()
    return inAll(tally)
  }

  /** Writes what is waiting; called by the timer and before the process leaves. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  #begin({ key, old }: KeyHolder, caller: Caller, now: Date): Use {
    const use: Use = {
      teamId: key.team.id,
      keyId: key.id,
      ownerId: key.owner?.id ?? null,
      ip: caller.ip,
      hour: new Date(now.getTime() - (now.getTime() % hours(1))),
      batch: this.#batch,
      uses: 0,
      summed: 0,
      userAgent: '',
      client: '',
      route: '',
      lastAt: now,
      oldAt: old ? now : null,
    }
    caller.use = use
    this.#waiting.push(use)
    this.#schedule()
    return use
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), flushEvery).unref()
  }

  #tallyOf(holder: KeyHolder, now: Date): Tally {
    const known = this.#tallies.get(holder.key.id)
    if (known && now < known.over) return known
    const day = dayOf(now)
    const tally = {
      day,
      over: later(new Date(`${day}T00:00:00Z`), hours(24)),
      stored: 0,
      age: never,
      waiting: 0,
      flying: 0,
    }
    this.#tallies.set(holder.key.id, tally)
    return tally
  }

  async #write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const uses = [...this.#failed, ...this.#waiting]
    if (uses.length === 0) return
    this.#failed = []
    this.#waiting = []
    this.#batch = {}
    const tallies = this.#takeOff()
    try {
      const written = await writeUses(this.#platform.db, uses)
      for (const { keyId, day, uses: stored } of written) {
        const tally = this.#tallies.get(keyId)
        if (tally?.day === day) Object.assign(tally, { stored, age: stopwatch() })
      }
      for (const tally of tallies) tally.flying = 0
    } catch (error) {
      this.#platform.log.warn({ err: error }, 'uses of keys were not written; they are kept for the next try')
      this.#failed = summedUp(uses)
      for (const tally of tallies) {
        tally.waiting += tally.flying
        tally.flying = 0
      }
      this.#schedule()
    }
  }

  #takeOff(): Tally[] {
    const moved: Tally[] = []
    for (const [id, tally] of this.#tallies) {
      if (tally.waiting === 0 && tally.age() > freshFor) this.#tallies.delete(id)
      if (tally.waiting === 0) continue
      tally.flying = tally.waiting
      tally.waiting = 0
      moved.push(tally)
    }
    return moved
  }
}

function summedUp(uses: readonly Use[]): Use[] {
  const sums = new Map<string, Use>()
  for (const use of uses) {
    const what = `${use.keyId} ${use.ip} ${use.hour.getTime()}`
    const sum = sums.get(what)
    if (!sum) sums.set(what, use)
    else
      Object.assign(sum, {
        ...{ uses: sum.uses + use.uses, summed: sum.summed + use.summed, oldAt: use.oldAt ?? sum.oldAt },
        ...{ userAgent: use.userAgent, client: use.client, route: use.route, lastAt: use.lastAt },
      })
  }
  return [...sums.values()]
}
