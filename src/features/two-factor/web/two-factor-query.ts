import { queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** The state of two-factor authentication, as the API shows it. */
export type TwoFactorState = AnswerOf<'GET', '/account/two-factor'>

/** Apps, codes left, trusted browsers. Never a secret: those are shown when they are made. */
export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: ({ signal }) => api.get('/account/two-factor', { signal }),
})

/** Reads everything shown anew: factors, sessions, the checklist and the log all change together. Resolves when the page shows it. */
export const refreshSecurity = (): Promise<void> => queries.invalidateQueries()
