import { QueryClient } from '@tanstack/react-query'
import { ApiRefusal } from './api-refusal.ts'

/** What the page remembers of the API. One decided “no” is final; only a server that did not answer is asked again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiRefusal && (error.status === 0 || error.status === 503),
    },
    mutations: { retry: false },
  },
})
