import type { Departure } from '#access/departure.ts'
import type { Tx } from '#platform/db/db.ts'
import { dropCeremoniesOf } from './ceremony.queries.ts'
import { deletePasskeys, passkeysOf } from './queries.ts'

/** What leaving means for passkeys: they open nothing any more. */
export const passkeyDeparture: Departure = {
  slice: 'passkeys',

  belongings: async (on, { user }) => [
    { what: 'Passkeys', count: (await passkeysOf(on, user.id)).length, stays: false },
  ],

  atOnce: (tx, _platform, userId) => forget(tx, userId),
  erase: (tx, _platform, userId) => forget(tx, userId),

  async export(on, _platform, userId) {
    const content = (await passkeysOf(on, userId)).map((key) => ({
      id: key.id,
      name: key.name,
      provider: key.aaguid,
      synced: key.synced,
      createdAt: key.created_at,
      lastUsedAt: key.last_used_at,
    }))
    return [{ name: 'passkeys.json', says: 'Your passkeys.', content }]
  },
}

async function forget(tx: Tx, userId: string): Promise<void> {
  await deletePasskeys(tx, userId)
  await dropCeremoniesOf(tx, userId)
}
