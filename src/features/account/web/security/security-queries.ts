import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** One session, as the API shows it. */
export type Session = AnswerOf<'GET', '/account/sessions'>['items'][number]

/** One line of the checklist. */
export type Practice = AnswerOf<'GET', '/account/checklist'>['items'][number]

/** One of the person's own events. */
export type ActivityEvent = AnswerOf<'GET', '/account/activity'>['items'][number]

/** What is known of the password, and how many sessions changing it ends. */
export const passwordQuery = queryOptions({
  queryKey: ['password'],
  queryFn: ({ signal }) => api.get('/account/password', { signal }),
})

/** Where the person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => api.get('/account/sessions', { signal }),
})

/** How the person stands to the best practices. */
export const checklistQuery = queryOptions({
  queryKey: ['checklist'],
  queryFn: ({ signal }) => api.get('/account/checklist', { signal }),
})

/** The person's own events, page by page. */
export const activityQuery = infiniteQueryOptions({
  queryKey: ['activity'],
  queryFn: ({ signal, pageParam }) =>
    api.get('/account/activity', { signal, query: { limit: 10, ...(pageParam && { cursor: pageParam }) } }),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

/** Reads everything shown anew: the cards tell of each other. Resolves when the page shows it. */
export const refreshSecurity = (): Promise<void> => queries.invalidateQueries()
