import type { AuditSubject } from '#platform/audit.ts'
import type { Subscriber } from './entitlements.ts'
import type { Scope } from './key-scopes.ts'
import type { TeamOf } from './principal.ts'

/** A key as requests see it; no secret stands here. */
export interface Key {
  id: string
  name: string
  /** Whose key it is; null for the team's own. */
  owner: { id: string; fullName: string } | null
  /** The team, with the role the key acts with: its owner's current one, or that of the team's own keys. */
  team: TeamOf
  /** What the team's plan follows from. */
  subscriber: Subscriber
  scopes: readonly Scope[]
  /** Null: every project. */
  projectIds: readonly string[] | null
  ipList: readonly string[]
  expiresAt: Date | null
  pausedAt: Date | null
}

/** A key as the database knows it, with the digests of its secrets. */
export interface StoredKey extends Key {
  digest: Buffer
  oldDigest: Buffer | null
  oldUsedUntil: Date | null
}

/** How far a team's requests of this minute have gone. `limit` null: no limit. */
export interface Standing {
  limit: number | null
  remaining: number
  resetsAt: Date
}

declare module '#platform/http/asking.ts' {
  interface Bearer {
    readonly key: Key
    readonly standing: Standing
    readonly audit: AuditSubject
    /** Requests this key was let in for today (UTC), this one included; at most two seconds behind other nodes. */
    usedToday(now: Date): number | Promise<number>
  }
}

/** Whose logs a key's own acts are written to: the team's, and its owner's. */
export const keySubject = (key: Pick<Key, 'id' | 'owner' | 'team'>): AuditSubject => ({
  actor: { kind: 'key', id: key.id },
  logs: [key.team.id, ...(key.owner ? [key.owner.id] : [])],
})
