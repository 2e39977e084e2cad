import { type Duration, later, minutes } from '#platform/clock.ts'
import type { Person, Session } from './principal.ts'

/** How long a proof of identity serves for sensitive acts (security.md “Step-up”). */
export const proofLasts: Duration = minutes(10)

/** When the proof of this session runs out; null when it has. */
export function confirmedUntil({ confirmedAt }: Session, now: Date): Date | null {
  const until = later(confirmedAt, proofLasts)
  return until > now ? until : null
}

/** When the proof by a second factor of this session runs out; null when there is none, or it has. */
export function secondFactorUntil({ secondFactorAt }: Session, now: Date): Date | null {
  const until = secondFactorAt && later(secondFactorAt, proofLasts)
  return until && until > now ? until : null
}

/** A way to prove again who is at the browser. */
export type Factor = 'password' | 'code' | 'passkey'

/** The factors a person can prove themselves with. */
export const factorsOf = ({ secondFactor, passkeys }: Pick<Person, 'secondFactor' | 'passkeys'>): Factor[] => [
  'password',
  ...(secondFactor ? (['code'] as const) : []),
  ...(passkeys ? (['passkey'] as const) : []),
]
