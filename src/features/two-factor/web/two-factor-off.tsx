import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { useForm } from '#web/kit/use-form.ts'
import type { Enrolment } from './enrol-dialog.tsx'
import css from './two-factor.module.css'

/** Two-factor authentication is off: what it takes, and the button. */
export function TwoFactorOff({ onEnrol }: { onEnrol(begun: Enrolment): void }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => onEnrol(await api.post('/account/two-factor/enrolments', { body: {} })),
  })
  return (
    <div className={css.block}>
      <ErrorSummary form={form} />
      <p className={`${css.state} ${css.off}`}>
        <Icon name="warning" />
        Off
      </p>
      <p className={css.note}>
        You need an authenticator app on your phone, such as Google Authenticator, Authy, Microsoft Authenticator or
        1Password. Enabling takes about a minute and signs out your other sessions.
      </p>
      <div className={css.actions}>
        <Button look="primary" busy={form.saving} onClick={() => void form.submit()}>
          Enable 2FA
        </Button>
      </div>
    </div>
  )
}
