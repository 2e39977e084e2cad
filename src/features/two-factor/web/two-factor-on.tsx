import { Icon } from '#web/kit/icon.tsx'
import { AuthenticatorApps } from './authenticator-apps.tsx'
import { BackupCodesLeft } from './backup-codes-left.tsx'
import { DisableTwoFactor } from './disable-two-factor.tsx'
import type { Enrolment } from './enrol-dialog.tsx'
import { TrustedDevices } from './trusted-devices.tsx'
import css from './two-factor.module.css'
import type { TwoFactorState } from './two-factor-query.ts'

interface TwoFactorOnProps {
  state: TwoFactorState
  onEnrol(begun: Enrolment): void
  /** Something was taken away, and with it what had the focus. */
  onChanged(): void
}

/** Two-factor authentication is on: the apps, the codes, the trusted browsers, and the way out. */
export function TwoFactorOn({ state, onEnrol, onChanged }: TwoFactorOnProps) {
  return (
    <div className={css.stack}>
      <p className={`${css.state} ${css.on}`}>
        <Icon name="shield" />
        On
      </p>
      <AuthenticatorApps apps={state.authenticators} onEnrol={onEnrol} />
      <BackupCodesLeft codes={state.backupCodes} closed={state.codesClosed} />
      <TrustedDevices devices={state.trustedDevices} />
      <DisableTwoFactor onDisabled={onChanged} />
    </div>
  )
}
