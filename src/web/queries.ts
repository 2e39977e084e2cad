import { QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query'
import { ApiRefusal } from './api-refusal.ts'

// What a page is told when somebody changed a role, removed its reader, or the team asks for a second factor: it reads anew who it is.
const teamChanged = new Set(['forbidden', 'not_found', 'two_factor_required'])

/** What the page remembers of the API. One decided “no” is final; only a server that did not answer is asked again. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiRefusal && teamChanged.has(error.code))
        void queries.invalidateQueries({ queryKey: ['account'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiRefusal && (error.status === 0 || error.status === 503),
    },
    mutations: { retry: false },
  },
})

/** Puts a newer answer in its place. A reading that began before the change must not arrive after it, so it is ended. */
export function remember<Key extends QueryKey>(
  queryKey: Key,
  data: Parameters<typeof queries.setQueryData<unknown, Key>>[1],
): void {
  void queries.cancelQueries({ queryKey, exact: true })
  queries.setQueryData(queryKey, data)
}
