import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { queries, remember } from './queries.ts'

/** Until when the last proof of identity holds, and what can serve as one. */
export const confirmationQuery = queryOptions({
  queryKey: ['confirmation'],
  queryFn: ({ signal }) => api.get('/auth/confirmation', { signal }),
  staleTime: 60_000,
})

/** Remembers a fresh proof, or with null that it has ended. */
export function rememberProof(confirmedUntil: string | null): void {
  remember(confirmationQuery.queryKey, (known) => (known ? { ...known, confirmedUntil } : known))
  void queries.invalidateQueries({ queryKey: confirmationQuery.queryKey })
}
