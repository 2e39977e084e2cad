import type { Reader, Tx } from '#platform/db/db.ts'
import type { Principal } from './principal.ts'

/** What can be taken away when a person secures their account. */
export type SecuredThing = 'sessions' | 'devices' | 'email_change' | 'deletion' | 'keys' | 'passkeys' | 'backup_codes'

/** What was taken, and how much of it. */
export interface Taken {
  what: SecuredThing
  count: number
}

/** The lines of the product text's “Best Practices”, in its order, and one of ours. */
export const practices = [
  'two-factor',
  'password',
  'unused-keys',
  'audit-log',
  'email',
  'backup-codes',
  'unknown-sessions',
] as const

/** A line of the checklist by name. */
export type Practice = (typeof practices)[number]

/** How a person stands to one practice. */
export interface Advice {
  id: Practice
  /** `todo` is advice, `attention` something that should be looked at now. */
  state: 'done' | 'todo' | 'attention'
  /** One sentence of plain words, with numbers. */
  says: string
  /** The one click that leads to the cure; null when there is nothing to do. */
  fix: { label: string; href: string } | null
}

/**
 * What a slice adds to the safety of a person's account. The composition root lists them in `lifecycle.ts` and hands the list to the
 * account's stories, which know no other slice (decisions/0009).
 */
export interface Safeguard {
  readonly slice: string
  /** Takes away what somebody else might hold. Runs in the transaction of the act, after the person's row was locked. */
  secure?(tx: Tx, userId: string, now: Date): Promise<Taken[]>
  /** Judges the practices this slice knows of. */
  advise?(on: Reader, who: Principal, now: Date): Promise<Advice[]>
}
