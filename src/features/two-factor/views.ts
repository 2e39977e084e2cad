import type { z } from 'zod'
import type { Authenticator } from './contract.ts'
import type { AuthenticatorRow } from './queries.ts'

/** An authenticator app as the page sees it; never its secret. */
export const authenticatorView = (row: AuthenticatorRow): z.input<typeof Authenticator> => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
