import type { Reader } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { providerOf } from './providers/choose.ts'
import type { Tax } from './providers/provider.ts'
import { customerOf } from './queries.ts'

/** The tax on an amount that a team is about to pay; null where the provider reckons none. Throws `ProviderFault` when it cannot be asked. */
export async function taxOn(
  on: Reader,
  platform: Platform,
  { teamId, amount, currency, says }: { teamId: string; amount: number; currency: string; says: string },
): Promise<Tax | null> {
  const provider = providerOf(platform.config)
  if (!provider.taxOf || amount <= 0) return null
  const customer = (await customerOf(on, teamId, provider.name)) ?? null
  return provider.taxOf(platform, { customer, amount, currency, says })
}

/** Whether prices here are before tax. */
export const addsTax = ({ payments, STRIPE_TAX }: Pick<Platform['config'], 'payments' | 'STRIPE_TAX'>): boolean =>
  payments === 'stripe' && STRIPE_TAX

/** What it adds up to. */
export const taxTotal = (tax: Tax | null): number => (tax?.lines ?? []).reduce((sum, { amount }) => sum + amount, 0)
