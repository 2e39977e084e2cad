import { anyone } from '#access/guard.ts'
import { AssertionOffer, offerAssertion } from '#features/passkeys/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'

/**
 * Begins a sign-in with a passkey. Asks for no address: the passkey tells who it is, so there is nothing here to find out about accounts.
 * The limit is wide because the sign-in page asks as it opens, to offer passkeys in the e-mail field.
 */
export const offerPasskeySignIn = route({
  method: 'POST',
  path: '/auth/passkey-options',
  summary: 'Begin signing in with a passkey',
  access: anyone('this is how a person becomes signed in'),
  limit: { per: 'network', max: 300, every: minutes(15) },
  output: AssertionOffer,
  audit: { none: 'nobody has proven anything yet' },

  handle: ({ now, platform, cookies, setCookie }) =>
    offerAssertion({ platform, cookies, now, setCookie }, { purpose: 'sign-in', userId: null }),
})
