import { queryOptions } from '@tanstack/react-query'
import { seconds } from '#platform/clock.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { queries, remember } from '#web/queries.ts'

/** What a team uses, as the API shows it. */
export type Usage = AnswerOf<'GET', '/teams/{team}/usage'>

/** One of its meters. */
export type MeterOf = Usage['meters'][number]

/** What one project or key used. */
export type Share = Usage['byProject'][number]

/** What was used on one day. */
export type Day = AnswerOf<'GET', '/teams/{team}/usage/days'>['days'][number]

/** Which alerts are given. */
export type Alerts = AnswerOf<'GET', '/teams/{team}/usage/alerts'>

/** What a team uses in this period. Read anew while somebody looks, as runs go on meanwhile. */
export const usageQuery = (team: string) =>
  queryOptions({
    queryKey: ['usage', team],
    queryFn: ({ signal }) => api.get('/teams/{team}/usage', { params: { team }, signal }),
    refetchInterval: seconds(30),
  })

/** The same day by day. */
export const daysQuery = (team: string) =>
  queryOptions({
    queryKey: ['usage', team, 'days'],
    queryFn: ({ signal }) => api.get('/teams/{team}/usage/days', { params: { team }, signal }),
  })

/** Which alerts the team made for itself. */
export const alertsQuery = (team: string) =>
  queryOptions({
    queryKey: ['usage', team, 'alerts'],
    queryFn: ({ signal }) => api.get('/teams/{team}/usage/alerts', { params: { team }, signal }),
  })

/** The version of the alerts as last read, for `If-Match`: what a form’s retry must name. */
export const rememberedVersion = (team: string): number =>
  queries.getQueryData(alertsQuery(team).queryKey)?.version ?? 0

/** Puts changed alerts in their place, and reads anew what they may have caused. */
export function rememberAlerts(team: string, alerts: Alerts): void {
  remember(alertsQuery(team).queryKey, alerts)
  void queries.invalidateQueries({ queryKey: usageQuery(team).queryKey, exact: true })
}
