import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Time } from '#web/kit/time.tsx'
import type { useAct } from './act.ts'
import { type PendingAddress, requestAddress } from './pending-address.ts'
import { ResendButton } from './resend-button.tsx'

interface PendingNotificationAddressProps {
  pending: PendingAddress
  act: ReturnType<typeof useAct>
  onEdit(): void
  onCancel: (() => void) | undefined
}

/** A second address whose link was not opened yet. */
export function PendingNotificationAddress({ pending, act, onEdit, onCancel }: PendingNotificationAddressProps) {
  const { email, sentAt } = pending
  const resend = () =>
    act.run(async () => {
      await requestAddress(email)
      return 'Sent again. Only the newest link works.'
    })
  return (
    <Banner
      title="The second address is not proven yet"
      actions={
        <>
          <ResendButton sentAt={sentAt} busy={act.busy} onSend={() => void resend()} />
          <Button look="quiet" onClick={onEdit}>
            Use another address
          </Button>
          {onCancel && (
            <Button look="quiet" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </>
      }
    >
      <p>
        Waiting for the link we sent to <b>{email}</b> to be opened, sent <Time at={sentAt} show="relative" past />. It
        works for 24 hours.
      </p>
    </Banner>
  )
}
