import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { Done } from '#web/shell/link-page.tsx'
import { QuietPage } from '#web/shell/quiet-page.tsx'

/** Somebody was handed the link of an invitation that proves nothing: they sign in with the invited mailbox, or have the letter sent to it. */
export function PassedOn({ id, signedIn }: { id: string; signedIn: boolean }) {
  const [sent, setSent] = useState(false)
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await api.post('/invitations/letters', { body: { id } })
      setSent(true)
    },
  })
  if (sent)
    return (
      <Done
        title="Look into your mailbox"
        lead="If the invitation is still open, a letter with the link is on its way to the invited address."
        onward={<span />}
      />
    )
  return (
    <QuietPage
      title="You are invited to a team"
      lead={
        signedIn
          ? 'This invitation is not for the address you are signed in with, or it is over.'
          : 'An invitation belongs to one mailbox. Show that it is yours.'
      }
    >
      <ErrorSummary form={form} />
      <DialogActions>
        <Button look="primary" busy={form.saving} onClick={() => void form.submit()}>
          Send the link to the invited mailbox
        </Button>
        {!signedIn && (
          <Link to="/sign-in" search={{ next: `/invitation?id=${id}` }} className={buttonClass('quiet')}>
            Sign in
          </Link>
        )}
      </DialogActions>
    </QuietPage>
  )
}
