import type { Departure } from '#access/departure.ts'
import { userById } from '#features/account/public.ts'
import { forgiveFailures } from './attempts.ts'
import { dropPendingSignUps } from './queries.ts'

/** What leaving means for signing in: sign-ups under the same address and the counts of its attempts go. */
export const authDeparture: Departure = {
  slice: 'auth',

  async erase(tx, platform, userId) {
    const user = await userById(tx, userId)
    if (!user) return
    await dropPendingSignUps(tx, user.email_canonical)
    await forgiveFailures(platform, user.email_canonical, tx)
  },
}
