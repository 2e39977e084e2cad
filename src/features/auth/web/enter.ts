import { useRouter } from '@tanstack/react-router'
import { accountQuery } from '#web/account.ts'
import { nextAddress } from '#web/next-address.ts'
import { queries } from '#web/queries.ts'

/** Goes in after a sign-in: to the address asked for before it, when that is one of ours, else to the welcome page. */
export function useEnter(): (next?: string) => Promise<void> {
  const router = useRouter()
  return async (next) => {
    queries.clear()
    await queries.fetchQuery(accountQuery)
    router.history.push(nextAddress(next, location.origin))
  }
}
