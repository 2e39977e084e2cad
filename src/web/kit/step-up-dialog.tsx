import { useState } from 'react'
import { rememberedAccount } from '../account.ts'
import { api } from '../client.ts'
import { rememberProof } from '../confirmation.ts'
import { Button } from './button.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Field } from './field.tsx'
import css from './step-up-dialog.module.css'
import { useForm } from './use-form.ts'

/** Asks for a proof of identity over whatever the person was doing; the page below stays as it is. */
export function StepUpDialog({ onEnd }: { onEnd(confirmed: boolean): void }) {
  const [ended, setEnded] = useState(false)
  const end = (confirmed: boolean) => {
    setEnded(true)
    onEnd(confirmed)
  }
  const form = useForm({
    initial: { password: '' },
    labels: { password: 'Password' },
    needsEdit: false,
    check: ({ password }) => ({ password: password === '' ? 'Enter your password.' : undefined }),
    save: async ({ password }) => {
      const { confirmedUntil } = await api.post('/auth/confirmation', { body: { password } })
      rememberProof(confirmedUntil)
      end(true)
    },
  })
  return (
    <Dialog open={!ended} title="Confirm that it is you" onClose={() => end(false)}>
      <p className={css.why}>
        This changes how your account is protected. A confirmation holds for 10 minutes; you can end it earlier in the
        menu behind your picture.
      </p>
      <form
        noValidate
        className={css.form}
        aria-label="Confirm that it is you"
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        {/* Password managers look for the account that a password belongs to. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={rememberedAccount()?.email ?? ''}
          readOnly
          hidden
        />
        <Field {...form.field('password')} type="password" autoComplete="current-password" data-autofocus />
        <DialogActions>
          <Button type="submit" look="primary" busy={form.saving}>
            Confirm
          </Button>
          <Button look="quiet" onClick={() => end(false)}>
            Not now
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
