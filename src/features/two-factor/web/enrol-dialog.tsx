import { useState } from 'react'
import { type AnswerOf, api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { CodeField, checkCode } from '#web/kit/code-field.tsx'
import { Dialog, DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useOneCode } from '#web/kit/one-code.ts'
import { useForm } from '#web/kit/use-form.ts'
import { BackupCodes } from './backup-codes.tsx'
import { SecretToScan } from './secret-to-scan.tsx'
import css from './two-factor.module.css'

/** An authenticator app about to be added, with its secret. */
export type Enrolment = AnswerOf<'POST', '/account/two-factor/enrolments'>

interface EnrolDialogProps {
  enrolment: Enrolment
  /** Two-factor authentication is on already. */
  another: boolean
  open: boolean
  onEnd(how: { added: boolean }): void
}

/**
 * Adds an authenticator app: scan, type the code, and the first time store the backup codes. It has no `onClose`: neither a click beside it
 * nor Esc may lose what is shown only once.
 */
export function EnrolDialog({ enrolment, another, open, onEnd }: EnrolDialogProps) {
  const [codes, setCodes] = useState<string[]>()
  // What it was when it opened: the first code switches it on.
  const [adding] = useState(another)
  const confirmed = (backupCodes: string[] | null) => {
    if (backupCodes) return setCodes(backupCodes)
    announce('The authenticator app was added.')
    onEnd({ added: true })
  }
  const title = codes ? 'Store your backup codes' : adding ? 'Add an authenticator app' : 'Enable 2FA'
  return (
    <Dialog open={open} title={title}>
      {codes ? (
        <BackupCodes
          codes={codes}
          lead={
            <>
              Two-factor authentication is on. <b>Download and securely store your backup codes</b>: they are the way in
              if you lose your phone, and they are shown only now.
            </>
          }
          onStored={() => onEnd({ added: true })}
        />
      ) : (
        <ConfirmForm
          enrolment={enrolment}
          adding={adding}
          onConfirmed={confirmed}
          onCancel={() => onEnd({ added: false })}
        />
      )}
    </Dialog>
  )
}

interface ConfirmFormProps {
  enrolment: Enrolment
  adding: boolean
  onConfirmed(backupCodes: string[] | null): void
  onCancel(): void
}

function ConfirmForm({ enrolment, adding, onConfirmed, onCancel }: ConfirmFormProps) {
  const form = useForm({
    initial: { name: '', code: '' },
    labels: { name: 'Name', code: '6-digit code' },
    needsEdit: false,
    check: ({ code }) => ({ code: checkCode(code) }),
    save: async ({ name, code }) => {
      const params = { id: enrolment.id }
      const { authenticator, backupCodes } = await api.post('/account/two-factor/enrolments/{id}/confirmation', {
        params,
        body: { code },
      })
      if (name.trim())
        await api.patch('/account/two-factor/authenticators/{id}', {
          params: { id: authenticator.id },
          body: { name: name.trim() },
        })
      onConfirmed(backupCodes)
    },
  })
  const summary = useOneCode(form, 'code')
  return (
    <form
      noValidate
      className={css.form}
      aria-label={adding ? 'Add an authenticator app' : 'Enable 2FA'}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={summary} />
      <SecretToScan enrolment={enrolment} />
      {adding && (
        <Field
          {...form.field('name')}
          optional
          maxLength={60}
          autoComplete="off"
          hint="To tell your apps apart: “Work phone”, “1Password”."
        />
      )}
      <CodeField
        {...form.field('code')}
        onComplete={() => void form.submit()}
        hint={
          form.refusals > 1
            ? 'Codes depend on the time of day: check that your phone sets its clock by itself.'
            : 'The code that the app shows for AegisRunner now.'
        }
      />
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          {adding ? 'Add' : 'Continue'}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
