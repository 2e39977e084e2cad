import type { z } from 'zod'
import type { Passkey } from './contract.ts'
import { providerOf } from './provider.ts'
import type { PasskeyRow } from './queries.ts'

/** A stored passkey as its owner sees it. */
export const passkeyView = (row: PasskeyRow): z.input<typeof Passkey> => ({
  id: row.id,
  name: row.name,
  provider: providerOf(row.aaguid),
  synced: row.synced,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
