import { ApiRefusal } from '#web/api-refusal.ts'
import { errorsOf } from '#web/kit/form-state.ts'
import type { Challenge } from './challenge-query.ts'

/** What every way through the second step is given. */
export interface ChallengeStep {
  challenge: Challenge
  /** Where to go afterwards. */
  next: string | undefined
  /** Not to ask in this browser for 30 days. */
  trustDevice: boolean
  onTrust(trust: boolean): void
  /** The five minutes or the tries are used up; `says` when there is more to tell. */
  onOver(says?: string): void
}

/** Sends the second factor; the news that the sign-in is over goes to the page instead of the form. Undefined then. */
export async function sendFactor<T>(send: () => Promise<T>, onOver: ChallengeStep['onOver']): Promise<T | undefined> {
  try {
    return await send()
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal)) throw refusal
    if (refusal.code === 'challenge_over') onOver()
    else if (refusal.code === 'too_many_codes') onOver(errorsOf(refusal, [])[0]?.message)
    else throw refusal
    return undefined
  }
}
