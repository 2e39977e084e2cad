import { rememberedAccount } from '../account.ts'
import { api } from '../client.ts'
import { rememberProof } from '../confirmation.ts'
import { Button } from './button.tsx'
import { CodeField, checkCode } from './code-field.tsx'
import { DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Field } from './field.tsx'
import { useOneCode } from './one-code.ts'
import css from './step-up-dialog.module.css'
import type { Proof } from './step-up-proofs.ts'
import { useForm } from './use-form.ts'

interface StepUpFormProps {
  proof: Exclude<Proof, 'passkey'>
  onConfirmed(): void
  onRefused(): void
}

const labels = { password: 'Password', code: '6-digit code', backupCode: 'Backup code' }

const checks: Record<StepUpFormProps['proof'], (typed: string) => string | undefined> = {
  password: (typed) => (typed === '' ? 'Enter your password.' : undefined),
  code: checkCode,
  backupCode: (typed) => (typed.trim() === '' ? 'Enter one of your backup codes.' : undefined),
}

/** The proofs that are typed: password, code of the app, backup code. */
export function StepUpForm({ proof, onConfirmed, onRefused }: StepUpFormProps) {
  const form = useForm<{ [proof: string]: string }>({
    initial: { [proof]: '' },
    labels: { [proof]: labels[proof] },
    needsEdit: false,
    check: (typed) => ({ [proof]: checks[proof](typed[proof] ?? '') }),
    save: async (typed) => {
      const { confirmedUntil } = await api.post('/auth/confirmation', { body: typed })
      rememberProof(confirmedUntil)
      onConfirmed()
    },
  })
  const summary = useOneCode(form, 'code')
  return (
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
      <ErrorSummary form={summary} />
      {proof === 'password' && (
        <>
          {/* Password managers look for the account that a password belongs to. */}
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={rememberedAccount()?.email ?? ''}
            readOnly
            hidden
          />
          <Field
            {...form.field(proof)}
            type="password"
            autoComplete="current-password"
            ref={onArrival}
            data-autofocus
          />
        </>
      )}
      {proof === 'code' && (
        <CodeField {...form.field(proof)} onComplete={() => void form.submit()} ref={onArrival} data-autofocus />
      )}
      {proof === 'backupCode' && (
        <Field
          {...form.field(proof)}
          autoComplete="off"
          spellCheck={false}
          hint="Each works once. Capitals, spaces and hyphens do not matter."
          ref={onArrival}
          data-autofocus
        />
      )}
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          Confirm
        </Button>
        <Button look="quiet" onClick={onRefused}>
          Not now
        </Button>
      </DialogActions>
    </form>
  )
}

// Also when the person changes over to another proof: the dialog is open already then.
const onArrival = (input: HTMLInputElement | null): void => input?.focus()
