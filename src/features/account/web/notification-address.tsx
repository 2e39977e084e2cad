import { useRef, useState } from 'react'
import { useAccount } from '#web/account.ts'
import { Section } from '#web/kit/section.tsx'
import { useAct } from './act.ts'
import { ActNote } from './act-note.tsx'
import { focusSoon } from './focus-soon.ts'
import { NotificationAddressForm } from './notification-address-form.tsx'
import { NotificationAddressState } from './notification-address-state.tsx'
import { usePendingAddress } from './pending-address.ts'

/** A second address for security notices: none, waiting for its proof, or proven. */
export function NotificationAddress() {
  const { notificationEmail } = useAccount()
  const [open, setOpen] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const act = useAct()
  const pending = usePendingAddress()
  const close = () => {
    setOpen(false)
    focusSoon(() => body.current?.querySelector('button') ?? body.current)
  }
  return (
    <Section
      id="notification-email"
      title="Second notification address"
      description="Warnings about your account go there as well, so that one lost mailbox does not keep them from you. Nobody can sign in with it."
    >
      <div ref={body} tabIndex={-1}>
        {open ? (
          <NotificationAddressForm onCancel={close} onSent={close} />
        ) : (
          <NotificationAddressState
            proven={notificationEmail}
            pending={pending}
            act={act}
            onEdit={() => {
              act.forget()
              setOpen(true)
            }}
            onDone={close}
          />
        )}
      </div>
      <ActNote of={act} />
    </Section>
  )
}
