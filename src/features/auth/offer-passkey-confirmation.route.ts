import { signedIn } from '#access/guard.ts'
import { AssertionOffer, offerAssertion } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'

/** Begins a step-up with one of one's own passkeys. */
export const offerPasskeyConfirmation = route({
  method: 'POST',
  path: '/auth/confirmation/passkey-options',
  summary: 'Begin confirming with a passkey that it is you',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(15) },
  output: AssertionOffer,
  audit: { none: 'nobody has proven anything yet' },

  handle: ({ who, now, platform, cookies, setCookie }) =>
    offerAssertion({ platform, cookies, now, setCookie }, { purpose: 'step-up', userId: who.user.id }),
})
