import type { Departure } from '#access/departure.ts'
import type { Safeguard } from '#access/safeguard.ts'
import { keySafeguard } from '#features/api-keys/public.ts'
import { passkeySafeguard } from '#features/passkeys/public.ts'
import { twoFactorSafeguard } from '#features/two-factor/public.ts'
import { usageDeparture } from '#features/usage/public.ts'

/** What stands under an account besides the account itself, slice by slice: how it is secured, and what the checklist says of it. */
export const safeguards: readonly Safeguard[] = [twoFactorSafeguard, passkeySafeguard, keySafeguard]

/**
 * What leaving means, slice by slice, in the order the steps run: when a person deletes their account or downloads their data, and when a
 * team is deleted (decisions/0010). Slices that lean on others come first; the account itself is last.
 */
export const departures: readonly Departure[] = [usageDeparture]
