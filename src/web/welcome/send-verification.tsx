import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiRefusal } from '../api-refusal.ts'
import { api } from '../client.ts'
import { Button } from '../kit/button.tsx'

interface SendVerificationProps {
  email: string
  mailHeld: boolean
  isOperator: boolean
}

/** Says where the verification letter is, and sends another one. */
export function SendVerification({ email, mailHeld, isOperator }: SendVerificationProps) {
  const [said, setSaid] = useState('')
  const [sending, setSending] = useState(false)
  const send = async () => {
    setSending(true)
    try {
      await api.post('/account/email-verification')
      setSaid('A new letter is on its way. Links in earlier ones no longer work.')
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setSaid(refusal.message)
    } finally {
      setSending(false)
    }
  }
  return (
    <>
      <p>
        {mailHeld
          ? `No mail server is set up yet, so the letter to ${email} stays on this machine. `
          : `We sent a letter to ${email}. Open the link in it. `}
        {mailHeld && isOperator && (
          <>
            Read it in the <Link to="/operate/outbox">outbox</Link>, or take the link from the console.
          </>
        )}
      </p>
      <div>
        <Button busy={sending} onClick={() => void send()}>
          Send it again
        </Button>
      </div>
      <p role="status">{said}</p>
    </>
  )
}
