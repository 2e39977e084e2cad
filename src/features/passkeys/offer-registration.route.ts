import { signedIn } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mostPasskeys, RegistrationOffer, registrationRefusals } from './contract.ts'
import { offerRegistration } from './offers.ts'
import { passkeysOf } from './queries.ts'

/** Begins adding a passkey: what the browser hands to the authenticator. */
export const offerPasskeyRegistration = route({
  method: 'POST',
  path: '/account/passkeys/registration-options',
  summary: 'Begin adding a passkey',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: minutes(15) },
  output: RegistrationOffer,
  refusals: { too_many_passkeys: registrationRefusals.too_many_passkeys },
  audit: { none: 'nothing has changed before the browser answers' },

  async handle({ who, db, now, platform, cookies, refuse, setCookie }) {
    const existing = await passkeysOf(db, who.user.id)
    if (existing.length >= mostPasskeys) return refuse('too_many_passkeys')
    return offerRegistration({ platform, cookies, now, setCookie }, who.user, existing)
  },
})
