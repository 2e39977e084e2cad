import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { Profile } from './contract.ts'
import { profileOf } from './profile.ts'

/** One's own account. Answered from the principal that every request has at hand: no query. */
export const showAccount = route({
  method: 'GET',
  path: '/account',
  summary: 'Show your account',
  access: signedIn(),
  output: Profile,
  versioned: true,

  handle: ({ who }) => profileOf(who),
})
