import { type RefObject, useState } from 'react'
import { systemClock } from '#platform/clock.ts'
import { useAccount } from '#web/account.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { useAct } from './act.ts'
import { ActNote } from './act-note.tsx'
import { AddressRow } from './address-row.tsx'
import { ResendButton } from './resend-button.tsx'

interface EmailAddressProps {
  /** Whether another address may be asked for now. */
  changeable: boolean
  /** The button that asks for another address. */
  button: RefObject<HTMLButtonElement | null>
  onChange(): void
}

/** The address in force and whether its mailbox was proven; the letter that proves it can be sent again. */
export function EmailAddress({ changeable, button, onChange }: EmailAddressProps) {
  const { email, emailVerified } = useAccount()
  const change = changeable && (
    <Button ref={button} onClick={onChange}>
      Change e-mail
    </Button>
  )
  if (emailVerified) return <AddressRow address={email} proven state="Verified" actions={change} />
  return <Unverified email={email} change={change} />
}

function Unverified({ email, change }: { email: string; change: false | React.JSX.Element }) {
  const [sentAt, setSentAt] = useState<string>()
  const act = useAct()
  const send = () =>
    act.run(async () => {
      await api.post('/account/email-verification')
      setSentAt(systemClock.now().toISOString())
      return 'Sent. Only the newest link works.'
    })
  return (
    <>
      <AddressRow
        address={email}
        proven={false}
        state="Not verified yet"
        stacked
        actions={
          <>
            <ResendButton label="Resend the letter" sentAt={sentAt} busy={act.busy} onSend={() => void send()} />
            {change}
          </>
        }
      >
        Open the link in the letter we sent to this address, so that we know it is yours.
      </AddressRow>
      <ActNote of={act} />
    </>
  )
}
