import { signedIn } from '#access/guard.ts'
import { confirmedUntil, factorsOf, secondFactorUntil } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { Confirmation } from './contract.ts'

/** How long the present proof of identity lasts, and how it can be renewed. */
export const showConfirmation = route({
  method: 'GET',
  path: '/auth/confirmation',
  summary: 'Show how long your identity is confirmed',
  access: signedIn(),
  output: Confirmation,

  handle: ({ who, now }) => ({
    confirmedUntil: confirmedUntil(who.session, now),
    secondFactorUntil: secondFactorUntil(who.session, now),
    factors: factorsOf(who.user),
  }),
})
