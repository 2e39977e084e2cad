import type { z } from 'zod'
import type { Person } from '#access/principal.ts'
import { type Beginning, beginCeremony, type Ceremony, ceremonyLifetime } from './ceremony.ts'
import type { AssertionOffer, RegistrationOffer } from './contract.ts'
import { type PasskeyRow, passkeysOf } from './queries.ts'
import { keyTypes, siteId, siteName } from './relying-party.ts'

/** The person's id as authenticators keep it and hand it back. */
export const userHandleOf = (userId: string): string => Buffer.from(userId, 'utf8').toString('base64url')

const descriptorOf = ({ credential_id, transports }: PasskeyRow) => ({
  type: 'public-key' as const,
  id: credential_id,
  ...(transports.length > 0 && { transports }),
})

/**
 * Asks for a new passkey: discoverable, so that signing in needs no address; with the person verified, so that it counts as two factors; not
 * in an authenticator that holds one of theirs already.
 */
export async function offerRegistration(
  beginning: Beginning,
  { id, email, fullName }: Person,
  existing: PasskeyRow[],
): Promise<z.input<typeof RegistrationOffer>> {
  const { ceremonyId, challenge } = await beginCeremony(beginning, { purpose: 'register', userId: id })
  return {
    ceremonyId,
    options: {
      rp: { id: siteId(beginning.platform.config), name: siteName },
      user: { id: userHandleOf(id), name: email, displayName: fullName },
      challenge,
      pubKeyCredParams: keyTypes.map((alg) => ({ type: 'public-key' as const, alg })),
      timeout: ceremonyLifetime,
      excludeCredentials: existing.map(descriptorOf),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    },
  }
}

/** Asks for the use of a passkey: of any, or of one of a known person's. */
export async function offerAssertion(
  beginning: Beginning,
  ceremony: Ceremony,
): Promise<z.input<typeof AssertionOffer>> {
  const known = ceremony.userId ? await passkeysOf(beginning.platform.db, ceremony.userId) : null
  const { ceremonyId, challenge } = await beginCeremony(beginning, ceremony)
  return {
    ceremonyId,
    options: {
      rpId: siteId(beginning.platform.config),
      challenge,
      timeout: ceremonyLifetime,
      userVerification: 'required',
      ...(known && { allowCredentials: known.map(descriptorOf) }),
    },
  }
}
