import type { Safeguard } from '#access/safeguard.ts'

/** What stands under an account besides the account itself, slice by slice: how it is secured, and what the checklist says of it. */
export const safeguards: readonly Safeguard[] = []
