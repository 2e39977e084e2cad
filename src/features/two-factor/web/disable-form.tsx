import { useState } from 'react'
import { rememberedAccount } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { CodeField, checkCode } from '#web/kit/code-field.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { LinkButton } from '#web/kit/link-button.tsx'
import { useForm } from '#web/kit/use-form.ts'
import css from './two-factor.module.css'
import { refreshSecurity } from './two-factor-query.ts'

const labels = { password: 'Password', code: '2FA code', backupCode: 'Backup code' }

/** Password, and a code or a backup code. A typed code does not send itself here: this switches protection off, so it takes a press. */
export function DisableForm({ onCancel, onDisabled }: { onCancel(): void; onDisabled(): void }) {
  const [proof, setProof] = useState<'code' | 'backupCode'>('code')
  const form = useForm({
    initial: { password: '', code: '', backupCode: '' },
    labels,
    needsEdit: false,
    check: ({ password, code, backupCode }) => ({
      password: password === '' ? 'Enter your password.' : undefined,
      code: proof === 'code' ? checkCode(code) : undefined,
      backupCode: proof === 'backupCode' && backupCode.trim() === '' ? 'Enter one of your backup codes.' : undefined,
    }),
    save: async ({ password, code, backupCode }) => {
      const body = { password, ...(proof === 'code' ? { code } : { backupCode }) }
      const { sessionsEnded } = await api.post('/account/two-factor/disablement', { body })
      await refreshSecurity()
      announce(`Two-factor authentication is off. ${sessionsEnded} other sessions were signed out.`)
      onDisabled()
    },
  })
  return (
    <form
      noValidate
      className={css.form}
      aria-label="Disable 2FA"
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <p className={css.note}>
        Your apps, backup codes and trusted browsers are forgotten, and your other sessions are signed out. We tell your
        mailbox.
      </p>
      <ErrorSummary form={form} />
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={rememberedAccount()?.email ?? ''}
        readOnly
        hidden
      />
      <Field {...form.field('password')} type="password" autoComplete="current-password" data-autofocus />
      {proof === 'code' ? (
        <CodeField {...form.field('code')} onComplete={() => {}} />
      ) : (
        <Field {...form.field('backupCode')} autoComplete="off" spellCheck={false} />
      )}
      <div>
        <LinkButton onClick={() => setProof(proof === 'code' ? 'backupCode' : 'code')}>
          {proof === 'code' ? 'Use a backup code instead' : 'Use a 2FA code instead'}
        </LinkButton>
      </div>
      <DialogActions>
        <Button type="submit" look="danger" busy={form.saving}>
          <Icon name="warning" size={16} />
          Disable 2FA
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
