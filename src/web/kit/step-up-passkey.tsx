import { useEffect } from 'react'
import { api } from '../client.ts'
import { rememberProof } from '../confirmation.ts'
import { abandonPasskey, askPasskey } from '../passkey-ceremony.ts'
import { Button } from './button.tsx'
import { DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import css from './step-up-dialog.module.css'
import { useForm } from './use-form.ts'

/** The proof by passkey: the browser asks by itself, and again on demand. */
export function StepUpPasskey({ onConfirmed, onRefused }: { onConfirmed(): void; onRefused(): void }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const { confirmedUntil } = await api.post('/auth/confirmation/passkey', {
        body: await askPasskey('/auth/confirmation'),
      })
      rememberProof(confirmedUntil)
      onConfirmed()
    },
  })
  useEffect(() => abandonPasskey, [])
  return (
    <div className={css.form}>
      <ErrorSummary form={form} />
      <p>Your browser or device asks for the passkey, and you unlock it as you unlock the device.</p>
      <DialogActions>
        <Button ref={onArrival} look="primary" busy={form.saving} data-autofocus onClick={() => void form.submit()}>
          Use a passkey
        </Button>
        <Button look="quiet" onClick={onRefused}>
          Not now
        </Button>
      </DialogActions>
    </div>
  )
}

const onArrival = (button: HTMLButtonElement | null): void => button?.focus()
