import { type Duration, later, minutes } from '#platform/clock.ts'
import type { Db } from '#platform/db/db.ts'
import { leaseShare } from './key-lease.queries.ts'

/** The window requests are counted in. It begins with the first request after the one before was over. */
export const windowLasts: Duration = minutes(1)

// A tenth: ten statements in a minute at the most, and no more than a tenth is left over on each node that falls idle.
const shares = 10

/** Whether one more request passes, and how far the window has gone. */
export interface Taken {
  passed: boolean
  limit: number
  remaining: number
  resetsAt: Date
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
    const lease = this.#current(teamId, limit, now)
    return lease
      ? standing(lease, false)
      : { passed: false, limit, remaining: limit, resetsAt: later(now, windowLasts) }
  }

  #current(teamId: string, limit: number, now: Date): Lease | undefined {
    const lease = this.#leases.get(teamId)
    return lease && lease.limit === limit && now < lease.resetsAt ? lease : undefined
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
      .then(({ granted, leased, startedAt }) => {
        const lease = { limit, left: granted, leased, spent: granted === 0, resetsAt: later(startedAt, windowLasts) }
        if (this.#leases.size >= mostTeams) this.#leases.clear()
        this.#leases.set(teamId, lease)
        return lease
      })
      .finally(() => this.#asking.delete(teamId))
    this.#asking.set(teamId, asked)
    return asked
  }
}

function takeOne(lease: Lease): Taken {
  const passed = lease.left > 0
  if (passed) lease.left -= 1
  return standing(lease, passed)
}

const standing = ({ limit, left, leased, resetsAt }: Lease, passed: boolean): Taken => ({
  passed,
  limit,
  remaining: Math.max(0, limit - leased + left),
  resetsAt,
})
