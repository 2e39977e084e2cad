import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { seconds, systemClock } from '#platform/clock.ts'
import { accountQuery } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { queries, remember } from '#web/queries.ts'

const key = ['notification-email-pending']

/** A second address that waits for its proof, and when its link was sent. */
export interface PendingAddress {
  email: string
  sentAt: string
}

/** Sends a link to a second address; it waits for its proof from then on. Throws `ApiRefusal`. */
export async function requestAddress(typed: string): Promise<void> {
  await api.put('/account/notification-email', { body: { email: typed } })
  keep({ email: typed.trim(), sentAt: systemClock.now().toISOString() })
}

/** Forgets the address that waited. */
export const forgetPendingAddress = (): void => keep(null)

// The API does not tell which address waits, so it is known until the page is loaded anew.
function keep(pending: PendingAddress | null): void {
  queries.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY })
  remember(key, pending)
}

/** The address under way. Watches the account until it is proven, be it in another browser. */
export function usePendingAddress(): PendingAddress | null {
  const pending = useQuery({ queryKey: key, queryFn: (): PendingAddress | null => null, enabled: false }).data ?? null
  const { data: account } = useQuery({ ...accountQuery, refetchInterval: pending ? seconds(20) : false })
  const proven = pending !== null && account?.notificationEmail?.toLowerCase() === pending.email.toLowerCase()
  useEffect(() => {
    if (!proven) return
    announce('Your second address is proven.')
    forgetPendingAddress()
  }, [proven])
  return proven ? null : pending
}
