import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { seconds } from '#platform/clock.ts'
import { type AnswerOf, api } from './client.ts'
import { queries, remember } from './queries.ts'

/** The signed-in person, as the API shows them. */
export type Account = AnswerOf<'GET', '/account'>

/** Who is signed in. Refused with `signed_out` when nobody is; the router decides what then. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => api.get('/account', { signal, allowSignedOut: true }),
  staleTime: 30_000,
  refetchInterval: seconds(30),
})

/** The signed-in person. Only for pages inside the shell, which waits for it. */
export const useAccount = (): Account => useSuspenseQuery(accountQuery).data

/** Puts a newer answer in place everywhere at once: sidebar, avatar, times, forms. */
export function rememberAccount(account: Account): void {
  remember(accountQuery.queryKey, account)
}

/** The account as last read, for `If-Match`: the version a form's retry must name. */
export const rememberedAccount = (): Account | undefined => queries.getQueryData(accountQuery.queryKey)

/** The zone all times on a page are shown in: the profile's, or the browser's while nobody is signed in. */
export function useZone(): string {
  const { data } = useQuery({ ...accountQuery, enabled: false })
  return data?.timezone ?? browserZone()
}

/** The browser's own zone. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
