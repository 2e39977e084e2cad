import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'

/** A letter as the outbox lists it. */
export type Letter = AnswerOf<'GET', '/operate/outbox'>['items'][number]

/** The outbox, page by page. Read anew while somebody looks: letters leave by themselves. */
export const outboxQuery = infiniteQueryOptions({
  queryKey: ['operate', 'outbox'],
  queryFn: ({ pageParam, signal }) =>
    api.get('/operate/outbox', { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  refetchInterval: 10_000,
})

/** What one letter says. Reading is recorded, so it is asked for only when somebody opens it. */
export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['operate', 'letter', id],
    queryFn: ({ signal }) => api.get('/operate/outbox/{id}', { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The state of every part of the installation. */
export const healthQuery = queryOptions({
  queryKey: ['operate', 'health'],
  queryFn: ({ signal }) => api.get('/operate/health', { signal }),
  refetchInterval: 30_000,
})

/** Jobs that were given up. */
export const deadJobsQuery = queryOptions({
  queryKey: ['operate', 'dead-jobs'],
  queryFn: ({ signal }) => api.get('/operate/dead-jobs', { signal }),
})
