import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { DisableForm } from './disable-form.tsx'
import css from './two-factor.module.css'

/** The way out of two-factor authentication: a password, and a code or a backup code. */
export function DisableTwoFactor({ onDisabled }: { onDisabled(): void }) {
  const [open, setOpen] = useState(false)
  return (
    <div className={css.block}>
      <h4>Switch it off</h4>
      <p className={css.note}>
        Your password alone then opens your account again. For another phone you need not do this: see “Replace the
        phone” above.
      </p>
      <div className={css.actions}>
        <Button look="danger" onClick={() => setOpen(true)}>
          <Icon name="warning" size={16} />
          Disable 2FA
        </Button>
      </div>
      <Dialog open={open} title="Disable 2FA" onClose={() => setOpen(false)}>
        <DisableForm onCancel={() => setOpen(false)} onDisabled={onDisabled} />
      </Dialog>
    </div>
  )
}
