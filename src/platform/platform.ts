import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Sealer } from './crypto/seal.ts'
import type { Signer } from './crypto/signer.ts'
import type { Changes } from './db/changes.ts'
import type { Db } from './db/db.ts'
import type { Log } from './log.ts'
import type { Outbound } from './outbound/outbound.ts'

/** The parts every slice may use, made once by the composition root. */
export interface Platform {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  /** Tells in-memory caches what changed, on this node and every other. */
  readonly changes: Changes
  /** Encrypts what must be readable again (letters in the outbox, 2FA secrets). */
  readonly sealer: Sealer
  /** Signs what others must be able to check, such as receipts. */
  readonly signer: Signer
  /** Keyed hash for look-ups that must not store what they look up (such as unknown e-mail addresses). */
  readonly keyedHash: (text: string) => string
  /** The only way out to addresses a person gave. */
  readonly outbound: Outbound
}
