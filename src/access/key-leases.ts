import { type Duration, later, minutes, seconds } from '#platform/clock.ts'
import type { Db } from '#platform/db/db.ts'
import { leaseShare } from './key-lease.queries.ts'

/** The window requests are counted in. It begins with the first request after the one before was over. */
export const windowLasts: Duration = minutes(1)

// A tenth: ten statements in a minute at the most, and no more than a tenth is left over on each node that falls idle.
const shares = 10

/** Headers that stay the same through a window. */
export interface FixedHeaders {
  limit: string
  reset: string
  policy: string
}

/** Whether one more request passes, and how far the window has gone. */
export interface Taken {
  passed: boolean
  limit: number
  remaining: number
  resetsAt: Date
  fixed: FixedHeaders
}

interface Lease {
  limit: number
  /** Requests this node may still let through. */
  left: number
  /** Requests of the window that some node may let through, or has. */
  leased: number
  /** Nothing of the window is left to lease. */
  spent: boolean
  resetsAt: Date
  fixed: FixedHeaders
}

const mostTeams = 50_000

/**
 * Requests per minute of a team, exact over any number of nodes: a node takes a share of the window from the database and counts it down in
 * memory. Never one over the limit (V100, V143); what an idle node has left of its share, at most one lease, is lost to the others.
 */
export class KeyLeases {
  readonly #leases = new Map<string, Lease>()
  readonly #asking = new Map<string, Promise<Lease>>()
  readonly #db: Db

  constructor(db: Db) {
    this.#db = db
  }

  /** Takes one request from the team's window; asks the database only when this node's share is used up. */
  take(teamId: string, limit: number, now: Date): Taken | Promise<Taken> {
    const lease = this.#current(teamId, limit, now)
    return lease && (lease.left > 0 || lease.spent) ? takeOne(lease) : this.#leaseAndTake(teamId, limit, now)
  }

  /** How the window stands as far as this node knows, without taking anything. */
  look(teamId: string, limit: number, now: Date): Taken {
    const unknown = { granted: 0, leased: 0, startedAt: now }
    return standing(this.#current(teamId, limit, now) ?? newLease(limit, unknown), false)
  }

  #current(teamId: string, limit: number, now: Date): Lease | undefined {
    const lease = this.#leases.get(teamId)
    // One that ends far in the future is of a clock that was wrong.
    const sane = lease && lease.resetsAt < later(now, 2 * windowLasts)
    return sane && lease.limit === limit && now < lease.resetsAt ? lease : undefined
  }

  async #leaseAndTake(teamId: string, limit: number, now: Date): Promise<Taken> {
    for (;;) {
      const lease = this.#current(teamId, limit, now)
      if (lease && (lease.left > 0 || lease.spent)) return takeOne(lease)
      await (this.#asking.get(teamId) ?? this.#ask(teamId, limit, now))
    }
  }

  #ask(teamId: string, limit: number, now: Date): Promise<Lease> {
    const asked = leaseShare(this.#db, { teamId, limit, share: Math.ceil(limit / shares), lasts: windowLasts }, now)
      .then((share) => {
        const lease = newLease(limit, share)
        if (this.#leases.size >= mostTeams) this.#leases.clear()
        this.#leases.set(teamId, lease)
        return lease
      })
      .finally(() => this.#asking.delete(teamId))
    this.#asking.set(teamId, asked)
    return asked
  }
}

function newLease(limit: number, share: { granted: number; leased: number; startedAt: Date }): Lease {
  const { granted, leased, startedAt } = share
  const resetsAt = later(startedAt, windowLasts)
  const reset = String(Math.ceil(resetsAt.getTime() / seconds(1)))
  const fixed = { limit: String(limit), reset, policy: `"minute";q=${limit};w=${windowLasts / seconds(1)}` }
  return { limit, left: granted, leased, spent: granted === 0, resetsAt, fixed }
}

function takeOne(lease: Lease): Taken {
  const passed = lease.left > 0
  if (passed) lease.left -= 1
  return standing(lease, passed)
}

const standing = ({ limit, left, leased, resetsAt, fixed }: Lease, passed: boolean): Taken => ({
  passed,
  limit,
  remaining: Math.max(0, limit - leased + left),
  resetsAt,
  fixed,
})
