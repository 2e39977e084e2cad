import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { seconds } from '#platform/clock.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { queries, remember } from '#web/queries.ts'

/** A page of keys. */
type KeyPage = AnswerOf<'GET', '/teams/{team}/keys'>

/** A key as the list shows it. */
export type Key = KeyPage['items'][number]

/** What keys can be given here, in words, and what of it this person may give. */
export type Offers = AnswerOf<'GET', '/teams/{team}/keys/scopes'>

/** The keys of a team, newest first. Read anew while somebody looks: the last use is promised to be at most a minute old. */
export const keysQuery = (team: string) =>
  infiniteQueryOptions({
    queryKey: ['api-keys', team],
    queryFn: ({ pageParam, signal }) =>
      api.get('/teams/{team}/keys', { params: { team }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: seconds(30),
  })

/** What a key of this team can be given. */
export const offersQuery = (team: string) =>
  queryOptions({
    queryKey: ['api-key-offers', team],
    queryFn: ({ signal }) => api.get('/teams/{team}/keys/scopes', { params: { team }, signal }),
  })

/** Reads anew what is open: other cards tell of keys too. Resolves when the page shows what is true now. */
export const refreshKeys = (): Promise<void> => queries.invalidateQueries()

/** Puts a changed key in its place in the list. */
export function rememberKey(team: string, changed: Key): void {
  remember(
    keysQuery(team).queryKey,
    (known) =>
      known && {
        ...known,
        pages: known.pages.map((page) => ({
          ...page,
          items: page.items.map((key) => (key.id === changed.id ? changed : key)),
        })),
      },
  )
}
