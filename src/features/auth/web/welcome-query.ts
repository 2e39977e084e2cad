import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '#web/client.ts'

/** What a visitor needs to know before signing in or up: whether sign-up is open, where letters go, how short a password may be. */
export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: ({ signal }) => api.get('/auth/welcome', { signal }),
  staleTime: 60_000,
})

/** The same, on pages whose route waits for it. */
export const useWelcome = () => useSuspenseQuery(welcomeQuery).data
