import { rememberAccount, rememberedAccount } from '#web/account.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import type { useAct } from './act.ts'
import { AddressRow } from './address-row.tsx'
import css from './notification-address.module.css'
import { forgetPendingAddress, type PendingAddress } from './pending-address.ts'
import { PendingNotificationAddress } from './pending-notification-address.tsx'

interface NotificationAddressStateProps {
  proven: string | null
  pending: PendingAddress | null
  act: ReturnType<typeof useAct>
  onEdit(): void
  /** Something was removed: the focus needs a new place. */
  onDone(): void
}

/** What is set now, what is under way, and the ways on. */
export function NotificationAddressState({ proven, pending, act, onEdit, onDone }: NotificationAddressStateProps) {
  const remove = async (says: string) => {
    const removed = await act.run(async () => {
      await api.delete('/account/notification-email')
      return says
    })
    if (!removed) return
    const account = rememberedAccount()
    if (account) rememberAccount({ ...account, notificationEmail: null })
    forgetPendingAddress()
    onDone()
  }
  return (
    <div className={css.state}>
      {proven && (
        <AddressRow
          address={proven}
          proven
          state="Proven: notices go there as well"
          actions={
            <>
              {!pending && <Button onClick={onEdit}>Replace</Button>}
              <Button
                look="quiet"
                busy={act.busy}
                onClick={() => void remove(`Removed. ${proven} got a last notice about it.`)}
              >
                Remove
              </Button>
            </>
          }
        />
      )}
      {pending && (
        <PendingNotificationAddress
          pending={pending}
          act={act}
          onEdit={onEdit}
          // Taking the waiting one back would take the proven one along.
          onCancel={proven ? undefined : () => void remove('Given up. The link we sent does not work any more.')}
        />
      )}
      {!proven && !pending && (
        <>
          <p className={css.none}>No second address yet.</p>
          <div>
            <Button onClick={onEdit}>Add an address</Button>
          </div>
        </>
      )}
    </div>
  )
}
