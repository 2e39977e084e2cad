import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Time } from '#web/kit/time.tsx'
import { queries } from '#web/queries.ts'
import { useAct } from './act.ts'
import { ActNote } from './act-note.tsx'
import { emailChangeQuery, type PendingChange, rememberChange } from './email-change.ts'
import { ResendButton } from './resend-button.tsx'

/** A change of address under way: what it waits for, until when, and how to send the link again or give it up. */
export function PendingEmailChange({ pending, onCancelled }: { pending: PendingChange; onCancelled(): void }) {
  const { newEmail, sentAt, expiresAt } = pending
  const resending = useAct()
  const cancelling = useAct()
  const resend = async () => {
    cancelling.forget()
    const sent = await resending.run(async () => {
      rememberChange((await api.post('/account/email-change/resend')).pending)
      return 'Sent again. Only the newest link works.'
    })
    // It may have been confirmed or cancelled elsewhere meanwhile.
    if (!sent) void queries.invalidateQueries({ queryKey: emailChangeQuery.queryKey })
  }
  const cancel = async () => {
    resending.forget()
    const cancelled = await cancelling.run(async () => {
      await api.delete('/account/email-change')
      return 'The change was cancelled. Your address stays as it is.'
    })
    if (!cancelled) return
    rememberChange(null)
    onCancelled()
  }
  return (
    <Banner
      title="Your new address is not confirmed yet"
      actions={
        <>
          <ResendButton sentAt={sentAt} busy={resending.busy} onSend={() => void resend()} />
          <Button look="quiet" busy={cancelling.busy} onClick={() => void cancel()}>
            Cancel the change
          </Button>
        </>
      }
    >
      <p>
        Waiting for you to open the link we sent to <b>{newEmail}</b>, sent <Time at={sentAt} show="relative" past />,
        works until <Time at={expiresAt} />.
      </p>
      <ActNote of={resending.phase === 'idle' ? cancelling : resending} />
    </Banner>
  )
}
