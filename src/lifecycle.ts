import type { Safeguard } from '#access/safeguard.ts'
import { keySafeguard } from '#features/api-keys/public.ts'
import { passkeySafeguard } from '#features/passkeys/public.ts'
import { twoFactorSafeguard } from '#features/two-factor/public.ts'

/** What stands under an account besides the account itself, slice by slice: how it is secured, and what the checklist says of it. */
export const safeguards: readonly Safeguard[] = [twoFactorSafeguard, passkeySafeguard, keySafeguard]
