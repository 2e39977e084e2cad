import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries, remember } from '#web/queries.ts'

/** A sign-in that waits for its second factor. */
export type Challenge = AnswerOf<'GET', '/auth/challenge'>

/** The half-done sign-in of this browser. Refused with `challenge_over` when there is none. */
export const challengeQuery = queryOptions({
  queryKey: ['challenge'],
  queryFn: ({ signal }) => api.get('/auth/challenge', { signal, allowSignedOut: true }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

/** Puts in place what the sign-in just answered. */
export function rememberChallenge(challenge: Challenge): void {
  remember(challengeQuery.queryKey, challenge)
}

/** Forgets it, when it is over. */
export const forgetChallenge = (): void => queries.removeQueries({ queryKey: challengeQuery.queryKey })
