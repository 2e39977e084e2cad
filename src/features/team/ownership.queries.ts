import type { Reader, Tx } from '#platform/db/db.ts'

interface OwnershipOffersTable {
  team_id: string
  from_id: string
  to_id: string
  shared: boolean
  created_at: Date
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    ownership_offers: OwnershipOffersTable
  }
}

/** The offer of ownership that waits in a team at this moment, with both names. */
export async function openOffer(on: Reader, teamId: string, now: Date) {
  return on.query
    .selectFrom('ownership_offers as o')
    .innerJoin('users as f', 'f.id', 'o.from_id')
    .innerJoin('users as t', 't.id', 'o.to_id')
    .selectAll('o')
    .select(['f.full_name as from_name', 't.full_name as to_name'])
    .where('o.team_id', '=', teamId)
    .where('o.expires_at', '>', now)
    .executeTakeFirst()
}

/** Makes an offer, in place of any before it. */
export async function putOffer(tx: Tx, offer: OwnershipOffersTable): Promise<void> {
  const { team_id: _team, ...rest } = offer
  await tx.query
    .insertInto('ownership_offers')
    .values(offer)
    .onConflict((conflict) => conflict.column('team_id').doUpdateSet(rest))
    .execute()
}

/** Ends the offer of a team. */
export async function dropOffer(tx: Tx, teamId: string): Promise<void> {
  await tx.query.deleteFrom('ownership_offers').where('team_id', '=', teamId).execute()
}
