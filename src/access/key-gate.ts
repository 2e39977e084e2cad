import { appendAudit } from '#platform/audit.ts'
import { later } from '#platform/clock.ts'
import type { Bearer } from '#platform/http/asking.ts'
import type { AtGate, BearerGate } from '#platform/http/bearer.ts'
import { type CommonRefusal, refuseCommon } from '#platform/http/refusal.ts'
import { secondsUntil } from '#platform/http/register.ts'
import type { Platform } from '#platform/platform.ts'
import { clientName } from './client-name.ts'
import { entitlements, planCatalogue } from './entitlements.ts'
import { KeyCache } from './key-cache.ts'
import { keyIdOf, looksLikeKey } from './key-format.ts'
import { limitHeaders } from './key-headers.ts'
import type { Caller, KeyHolder } from './key-holder.ts'
import { KeyLeases, type Taken, windowLasts } from './key-leases.ts'
import { rememberAddress } from './key-use.queries.ts'
import { KeyMeter } from './key-use.ts'

const meters = new WeakMap<Platform, KeyMeter>()

function meterOf(platform: Platform): KeyMeter {
  const meter = meters.get(platform) ?? new KeyMeter(platform)
  meters.set(platform, meter)
  return meter
}

/** Writes the uses of keys that wait in memory; called before the process leaves. */
export const flushKeyUses = (platform: Platform): Promise<void> => meterOf(platform).flush()

/** The gate every request with a bearer goes through: is it a key of ours, may it be used now and from here, and is the minute used up. */
export function keyGate(platform: Platform): BearerGate {
  planCatalogue(platform.config) // a catalogue that cannot be used ends the start, not a request
  const cache = new KeyCache(platform.db, platform.changes)
  const gate = new Gate(platform)
  return (at) => {
    const known = cache.known(at.token)
    if (known) return gate.judge(known, at)
    if (!looksLikeKey(at.token)) return null
    const id = keyIdOf(at.token) ?? turnAway(at, 'key_incomplete')
    return cache.load(at.token, id).then((holder) => gate.judge(holder ?? turnAway(at, 'key_unknown'), at))
  }
}

class Gate {
  readonly #platform: Platform
  readonly #leases: KeyLeases
  readonly #meter: KeyMeter

  constructor(platform: Platform) {
    this.#platform = platform
    this.#leases = new KeyLeases(platform.db)
    this.#meter = meterOf(platform)
  }

  judge(holder: KeyHolder, at: AtGate): Bearer | Promise<Bearer> {
    const { key } = holder
    const plan = entitlements(this.#platform.config, key.subscriber, at.now)
    const limit = plan.requestsPerMinute
    const caller = holder.caller(at.client.ip)
    const refused = refusalOf(holder, caller, plan.apiKeys, at.now)
    if (refused) {
      if (limit !== null) at.setHeaders(limitHeaders(this.#leases.look(key.team.id, limit, at.now), at.now))
      return turnAway(at, refused)
    }
    if (limit === null) return this.#letIn(holder, caller, unlimited(at.now), at)
    const taken = this.#leases.take(key.team.id, limit, at.now)
    return taken instanceof Promise
      ? taken.then((one) => this.#letIn(holder, caller, one, at))
      : this.#letIn(holder, caller, taken, at)
  }

  #letIn(holder: KeyHolder, caller: Caller, taken: Taken | Unlimited, at: AtGate): Bearer | Promise<Bearer> {
    if (taken.limit !== null) at.setHeaders(limitHeaders(taken, at.now))
    if (holder.endsAt && holder.endToldFrom && holder.endToldFrom <= at.now) {
      at.setHeaders({ 'X-AegisRunner-Key-Expires': holder.endsAt.toISOString() })
    }
    if (!taken.passed) {
      refuseCommon('key_too_fast', { extra: { retryAfter: secondsUntil(taken.resetsAt, at.now) } })
    }
    if (!caller.known) return this.#firstUse(holder, caller, at).then(() => this.#bearer(holder, taken))
    this.#meter.note(holder, caller, at)
    return this.#bearer(holder, taken)
  }

  #bearer(holder: KeyHolder, standing: Bearer['standing']): Bearer {
    const { key, audit } = holder
    return { id: key.id, key, standing, audit, usedToday: (now) => this.#meter.usedToday(holder, now) }
  }

  // Committed before the request is answered, so a first use is never lost; who asks at the same moment waits for it.
  async #firstUse(holder: KeyHolder, caller: Caller, at: AtGate): Promise<void> {
    const { key, audit } = holder
    const { now, client, route } = at
    const first = await this.#platform.db.transaction(async (tx) => {
      const name = clientName(client.userAgent)
      const address = { team_id: key.team.id, key_id: key.id, ip: caller.ip, client: name }
      if (!(await rememberAddress(tx, address, now))) return false
      const details = { target: { kind: 'key', id: key.id }, name: key.name, client: name, route }
      await appendAudit(tx, { action: 'key.used_from_new_address', subject: audit, client, now, details })
      return true
    })
    caller.known = true
    this.#meter.note(holder, caller, at, first)
  }
}

interface Unlimited {
  passed: true
  limit: null
  remaining: number
  resetsAt: Date
}

const unlimited = (now: Date): Unlimited => ({
  passed: true,
  limit: null,
  remaining: Number.MAX_SAFE_INTEGER,
  resetsAt: later(now, windowLasts),
})

function refusalOf({ key, old }: KeyHolder, caller: Caller, inPlan: boolean, now: Date): CommonRefusal | null {
  if (old && !(key.oldUsedUntil && key.oldUsedUntil > now)) return 'key_unknown'
  if (key.expiresAt && key.expiresAt <= now) return 'key_expired'
  if (key.pausedAt) return 'key_paused'
  if (!caller.allowed) return 'key_elsewhere'
  return inPlan ? null : 'key_without_plan'
}

// RFC 6750 section 3: a refused bearer is told the scheme.
function turnAway(at: AtGate, code: CommonRefusal): never {
  at.setHeaders({ 'WWW-Authenticate': 'Bearer realm="AegisRunner", error="invalid_token"' })
  return refuseCommon(code)
}
