import { ApiRefusal } from '#web/api-refusal.ts'
import type { Challenge } from './challenge-query.ts'

/** What every way through the second step is given. */
export interface ChallengeStep {
  challenge: Challenge
  /** Where to go afterwards. */
  next: string | undefined
  /** Not to ask in this browser for 30 days. */
  trustDevice: boolean
  onTrust(trust: boolean): void
  /** The five minutes or the tries are used up. */
  onOver(): void
}

/** Sends the second factor; the news that the sign-in is over goes to the page instead of the form. Undefined then. */
export async function sendFactor<T>(send: () => Promise<T>, onOver: () => void): Promise<T | undefined> {
  try {
    return await send()
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal) || refusal.code !== 'challenge_over') throw refusal
    onOver()
    return undefined
  }
}
