import type { Platform } from '#platform/platform.ts'
import type { PaymentsTable } from './payment.queries.ts'
import { providerNamed } from './providers/choose.ts'
import type { Outcome } from './providers/provider.ts'

/** Gives up a payment nobody confirmed; the provider may answer that it was paid after all. */
export const dropped = (platform: Platform, { provider, ref }: PaymentsTable): Promise<Outcome> =>
  ref
    ? providerNamed(provider).dropCharge(platform, ref)
    : Promise.resolve({ state: 'failed', ref: null, reason: 'The payment was given up.' })
