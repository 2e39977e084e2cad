import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import type { Filters } from './filters.ts'

/** One line of the log. */
export type Entry = AnswerOf<'GET', '/teams/{team}/audit'>['items'][number]

/** The log of a team that matches, page by page; `filters` as the API takes them. */
export const logQuery = (team: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['audit', team, 'log', filters],
    queryFn: ({ pageParam, signal }) =>
      api.get('/teams/{team}/audit', {
        params: { team },
        query: { ...filters, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY, // what is new is told above the list and shown when asked for
  })

/**
 * How many entries match. Asked once the list is there (`read`), as reading may write an entry, and again when another entry heads it
 * (`newest`): the number never says less than what stands beside it.
 */
export const countQuery = (team: string, filters: Filters, { read, newest }: { read: boolean; newest?: string }) =>
  queryOptions({
    queryKey: ['audit', team, 'count', filters, newest],
    enabled: read,
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/count', { params: { team }, query: filters, signal }),
  })

/** How many matching entries are newer than the first one on the page; asked again every ten seconds. */
export const newerQuery = (team: string, filters: Filters, since: string | undefined) =>
  queryOptions({
    queryKey: ['audit', team, 'newer', filters, since],
    queryFn: ({ signal }) =>
      api.get('/teams/{team}/audit/count', { params: { team }, query: { ...filters, since: since ?? '' }, signal }),
    enabled: since !== undefined,
    refetchInterval: 10_000,
  })

/** Who and what can be filtered by. */
export const choicesQuery = (team: string) =>
  queryOptions({
    queryKey: ['audit', team, 'choices'],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/choices', { params: { team }, signal }),
    staleTime: 60_000,
  })

/** One entry in full. */
export const entryQuery = (team: string, entry: string) =>
  queryOptions({
    queryKey: ['audit', team, 'entry', entry],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/entries/{entry}', { params: { team, entry }, signal }),
  })

/** The views the team keeps. */
export const viewsQuery = (team: string) =>
  queryOptions({
    queryKey: ['audit', team, 'views'],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/views', { params: { team }, signal }),
  })

/** A place the log is sent to. */
export type Stream = AnswerOf<'GET', '/teams/{team}/audit/streams'>['items'][number]

/** Where the log is sent on to; read anew while somebody looks, as entries leave by themselves. */
export const streamsQuery = (team: string) =>
  queryOptions({
    queryKey: ['audit', team, 'streams'],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/streams', { params: { team }, signal }),
    refetchInterval: 10_000,
  })

/** A large export. */
export type ExportFile = AnswerOf<'GET', '/teams/{team}/audit/exports'>['items'][number]

/** The large exports of a team; asked for again every second while one is being put together. */
export const exportFilesQuery = (team: string) =>
  queryOptions({
    queryKey: ['audit', team, 'files'],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/exports', { params: { team }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'building') ? 1_000 : false),
  })

/** Who gets checkpoints by mail. */
export const anchorQuery = (team: string) =>
  queryOptions({
    queryKey: ['audit', team, 'anchor'],
    queryFn: ({ signal }) => api.get('/teams/{team}/audit/anchor', { params: { team }, signal }),
  })
