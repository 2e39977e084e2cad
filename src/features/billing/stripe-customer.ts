import type { Platform } from '#platform/platform.ts'
import { newCustomer } from './providers/card-setup.ts'
import { customerOf, insertCustomer } from './queries.ts'

/** Whom Stripe knows this team as, made when first needed. Two at once end up with the same one. */
export async function stripeCustomer(platform: Platform, team: { id: string; name: string }): Promise<string> {
  const { db } = platform
  const known = await customerOf(db, team.id, 'stripe')
  if (known) return known
  const ref = await newCustomer(platform, team)
  await db.transaction((tx) => insertCustomer(tx, { team_id: team.id, provider: 'stripe', ref }))
  return (await customerOf(db, team.id, 'stripe')) ?? ref
}
