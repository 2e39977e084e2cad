import { useQuery } from '@tanstack/react-query'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { accountQuery, useAccount } from '#web/account.ts'
import { announce } from '#web/kit/announce.tsx'
import { Section } from '#web/kit/section.tsx'
import { queries } from '#web/queries.ts'
import { EmailAddress } from './email-address.tsx'
import { emailChangeQuery } from './email-change.ts'
import { EmailChangeForm } from './email-change-form.tsx'
import { focusSoon } from './focus-soon.ts'
import { PendingEmailChange } from './pending-email-change.tsx'

/** What other cards may ask of the Email card. */
export interface EmailCardHandle {
  /** Opens the form for a new address, or goes to the change that is under way already. */
  startChange(): void
}

/** The login address: whether it is proven, and how it changes. */
export function EmailCard({ ref }: { ref: Ref<EmailCardHandle> }) {
  const { email } = useAccount()
  const pending = useQuery(emailChangeQuery).data?.pending ?? null
  const [open, setOpen] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const change = useRef<HTMLButtonElement>(null)
  const opener = useRef<HTMLElement>(null)
  useSwitch(email, pending !== null)

  const startChange = () => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    if (pending) body.current?.focus()
    else setOpen(true)
  }
  useImperativeHandle(ref, () => ({ startChange }))
  const cancel = () => {
    setOpen(false)
    // The button that opened the form may have made place for it.
    focusSoon(() => (opener.current?.isConnected ? opener.current : change.current))
  }
  const sent = () => {
    setOpen(false)
    focusSoon(() => body.current)
  }

  return (
    <Section
      id="email"
      title="Email address"
      description="The address you sign in with. It changes only after the new mailbox is proven; the old one is never needed for that."
    >
      <EmailAddress changeable={!pending && !open} button={change} onChange={startChange} />
      <div ref={body} tabIndex={-1} hidden={!open && !pending}>
        {pending && !open && (
          <PendingEmailChange pending={pending} onCancelled={() => focusSoon(() => change.current)} />
        )}
        {open && <EmailChangeForm onCancel={cancel} onSent={sent} />}
      </div>
    </Section>
  )
}

/** When a change under way is over, the account may have another address: it is read again, and a switch is told. */
function useSwitch(email: string, waiting: boolean): void {
  const before = useRef({ email, waiting })
  useEffect(() => {
    if (before.current.waiting && !waiting) void queries.invalidateQueries({ queryKey: accountQuery.queryKey })
    if (before.current.email !== email) announce(`Your Email is now ${email}.`)
    before.current = { email, waiting }
  }, [email, waiting])
}
