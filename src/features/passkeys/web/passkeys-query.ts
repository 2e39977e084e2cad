import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** One passkey, as the API shows it. */
export type Passkey = AnswerOf<'GET', '/account/passkeys'>['items'][number]

/** The person's passkeys, oldest first. */
export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => api.get('/account/passkeys', { signal }),
})

/** Reads everything shown anew: passkeys, what can prove an identity, the checklist and the log change together. */
export const refreshPasskeys = (): Promise<void> => queries.invalidateQueries()
