import { anyone } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { challengeFactors, liveChallenge } from './challenge.ts'
import { Challenge, challengeRefusals } from './contract.ts'

/** The half-done sign-in of this browser: what would finish it, and until when. Whose it is, is not told. */
export const showChallenge = route({
  method: 'GET',
  path: '/auth/challenge',
  summary: 'Show what a half-done sign-in waits for',
  access: anyone('the cookie of the half-done sign-in is the proof'),
  limit: { per: 'network', max: 100, every: minutes(15) },
  output: Challenge,
  refusals: challengeRefusals,

  async handle({ db, now, platform, cookies, refuse }) {
    const challenge = await liveChallenge({ platform, cookies, now })
    if (!challenge) return refuse('challenge_over')
    return { factors: await challengeFactors(db, challenge.userId), expiresAt: challenge.expiresAt }
  },
})
