import { Button } from '#web/kit/button.tsx'
import { useResendWait } from './resend-wait.ts'

interface ResendButtonProps {
  /** What is sent again, as the button says it. Default “Resend”. */
  label?: string
  /** When it was last sent; undefined when not known. */
  sentAt: string | undefined
  busy: boolean
  onSend(): void
}

/** Sends a letter again, once a minute; until then the button says when. */
export function ResendButton({ label = 'Resend', sentAt, busy, onSend }: ResendButtonProps) {
  const wait = useResendWait(sentAt)
  const reason = wait > 0 ? `You can send it again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.` : undefined
  return (
    <Button reason={reason} busy={busy} onClick={onSend}>
      {wait > 0 ? `${label} in ${wait} s` : label}
    </Button>
  )
}
