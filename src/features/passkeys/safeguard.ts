import type { Safeguard } from '#access/safeguard.ts'
import { deletePasskeys } from './queries.ts'

/** Securing an account removes its passkeys: one that somebody else added would open it again at once, and nobody can tell them apart. */
export const passkeySafeguard: Safeguard = {
  slice: 'passkeys',
  secure: async (tx, userId) => [{ what: 'passkeys', count: await deletePasskeys(tx, userId) }],
}
