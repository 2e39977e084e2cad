import { queryOptions } from '@tanstack/react-query'
import { seconds } from '#platform/clock.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { remember } from '#web/queries.ts'

/** A change of address that waits for its confirmation. */
export type PendingChange = NonNullable<AnswerOf<'GET', '/account/email-change'>['pending']>

/** The change under way, if any. While there is one it is asked for again now and then: the link may be opened in another browser. */
export const emailChangeQuery = queryOptions({
  queryKey: ['email-change'],
  queryFn: ({ signal }) => api.get('/account/email-change', { signal }),
  refetchInterval: ({ state }) => (state.data?.pending ? seconds(20) : false),
})

/** Puts a newer answer in place. */
export function rememberChange(pending: PendingChange | null): void {
  remember(emailChangeQuery.queryKey, { pending })
}
