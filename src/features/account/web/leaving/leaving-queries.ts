import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** What deleting the account would mean, as the API tells it. */
export type Preview = AnswerOf<'GET', '/account/deletion/preview'>

/** A copy of the person's data. */
export type DataCopy = NonNullable<AnswerOf<'GET', '/account/exports'>['latest']>

/** Whether the account waits for its erasure; asked on every page, for the banner. */
export const deletionQuery = queryOptions({
  queryKey: ['deletion'],
  queryFn: ({ signal }) => api.get('/account/deletion', { signal }),
  staleTime: 60_000,
})

/** What goes, what stays, and what stands in the way. */
export const previewQuery = queryOptions({
  queryKey: ['deletion', 'preview'],
  queryFn: ({ signal }) => api.get('/account/deletion/preview', { signal }),
  staleTime: 0,
})

/** The copy of their data a person asked for last; asked again every second while it is put together. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: ({ signal }) => api.get('/account/exports', { signal }),
  refetchInterval: ({ state }) => (state.data?.latest?.state === 'building' ? 1_000 : false),
})

/** Reads anew whether the account waits for its erasure. */
export const refreshDeletion = (): Promise<void> => queries.invalidateQueries({ queryKey: deletionQuery.queryKey })
