import { anyone } from '#access/guard.ts'
import { AssertionOffer, offerAssertion } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { liveChallenge } from './challenge.ts'
import { challengeRefusals } from './contract.ts'

/** Begins to finish a half-done sign-in with a passkey of the very person whose password was right. */
export const offerPasskeyChallenge = route({
  method: 'POST',
  path: '/auth/challenge/passkey-options',
  summary: 'Begin using a passkey as second factor',
  access: anyone('the browser’s half-done sign-in says who it is for'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  output: AssertionOffer,
  refusals: challengeRefusals,
  audit: { none: 'nobody has proven anything yet' },

  async handle({ now, platform, cookies, refuse, setCookie }) {
    const challenge = await liveChallenge({ platform, cookies, now })
    if (!challenge) return refuse('challenge_over')
    return offerAssertion({ platform, cookies, now, setCookie }, { purpose: 'challenge', userId: challenge.userId })
  },
})
