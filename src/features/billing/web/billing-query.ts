import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries, remember } from '#web/queries.ts'

/** A team's plan and how it is paid, as the API tells it. */
export type Billing = AnswerOf<'GET', '/teams/{team}/billing'>

/** One plan as it is offered. */
export type Offer = Billing['plans'][number]

/** How often is paid. */
export type Interval = 'month' | 'year'

/** What a change would cost. */
export type Preview = AnswerOf<'POST', '/teams/{team}/billing/preview'>

/** An amount and its currency. */
export type Money = Preview['dueNow']

/** Plan, price and payment of a team. */
export const billingQuery = (team: string) =>
  queryOptions({
    queryKey: ['billing', team],
    queryFn: ({ signal }) => api.get('/teams/{team}/billing', { params: { team }, signal }),
  })

/** A team's newest invoices; more are in the zip. */
export const invoicesQuery = (team: string) =>
  queryOptions({
    queryKey: ['billing', team, 'invoices'],
    queryFn: ({ signal }) =>
      api.get('/teams/{team}/billing/invoices', { params: { team }, query: { limit: 100 }, signal }),
  })

/** Puts a newer answer in place, and reads anew what follows from it: invoices, limits, the banner. */
export function rememberBilling(team: string, billing: Billing): void {
  remember(billingQuery(team).queryKey, billing)
  void queries.invalidateQueries({ queryKey: ['billing', team, 'invoices'] })
  void queries.invalidateQueries({ queryKey: ['billing-standing', team] })
  void queries.invalidateQueries({ queryKey: ['usage', team] })
}

/** Reads everything about the team's money anew. */
export const refreshBilling = (team: string): Promise<void> =>
  queries.invalidateQueries({ queryKey: ['billing', team] })
