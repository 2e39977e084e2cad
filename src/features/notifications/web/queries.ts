import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import type { Standing } from '../standings.ts'
import { isLive } from './live-inbox.ts'

/** One row of the grid, as the API answers it. */
export type Row = AnswerOf<'GET', '/teams/{team}/notifications/preferences'>['rows'][number]

/** A message and what became of it. */
export type Delivery = AnswerOf<'GET', '/teams/{team}/notifications/deliveries'>['items'][number]

/** How the team is connected with Slack. */
export type Slack = AnswerOf<'GET', '/teams/{team}/slack'>

/** A program that is told. */
export type Webhook = AnswerOf<'GET', '/teams/{team}/webhooks'>['items'][number]

/** What this person is told in a team. */
export const preferencesQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'preferences'],
    queryFn: ({ signal }) => api.get('/teams/{team}/notifications/preferences', { params: { team }, signal }),
  })

/** The team's Slack. */
export const slackQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'slack'],
    queryFn: ({ signal }) => api.get('/teams/{team}/slack', { params: { team }, signal }),
  })

/** The last messages to this person; read anew while somebody looks, as they settle by themselves. */
export const deliveriesQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'deliveries'],
    queryFn: ({ signal }) => api.get('/teams/{team}/notifications/deliveries', { params: { team }, signal }),
    refetchInterval: 5_000,
  })

/** Quiet hours and digest. */
export const rhythmQuery = queryOptions({
  queryKey: ['notifications', 'rhythm'],
  queryFn: ({ signal }) => api.get('/account/notification-rhythm', { signal }),
})

/** The programs a team tells. */
export const webhooksQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'webhooks'],
    queryFn: ({ signal }) => api.get('/teams/{team}/webhooks', { params: { team }, signal }),
  })

/** What one program was told. */
export const webhookLogQuery = (team: string, id: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'webhook-log', id],
    queryFn: ({ signal }) => api.get('/teams/{team}/webhooks/{id}/deliveries', { params: { team, id }, signal }),
    refetchInterval: 5_000,
  })

/** Projects to choose one for. */
export const projectNamesQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'project-names'],
    queryFn: ({ signal }) => api.get('/teams/{team}/projects', { params: { team }, query: { limit: 200 }, signal }),
  })

// Pushed by the stream of live-inbox.ts; asked for while that is broken.
const whileNotLive = () => (isLive() ? false : 10_000)

/** How many lines of the inbox were not read yet. */
export const unreadQuery = (team: string) =>
  queryOptions({
    queryKey: ['notifications', team, 'unread'],
    queryFn: ({ signal }) => api.get('/teams/{team}/inbox/unread', { params: { team }, signal }),
    refetchInterval: whileNotLive,
  })

/** The inbox, page by page. */
export const inboxQuery = (team: string) =>
  infiniteQueryOptions({
    queryKey: ['notifications', team, 'inbox'],
    queryFn: ({ pageParam, signal }) =>
      api.get('/teams/{team}/inbox', { params: { team }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: whileNotLive,
  })

/** Messages of the whole installation that stand this way. */
export const allDeliveriesQuery = (state: Standing) =>
  infiniteQueryOptions({
    queryKey: ['operate', 'notifications', state],
    queryFn: ({ pageParam, signal }) =>
      api.get('/operate/notifications', { query: { state, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: 10_000,
  })
