import { useState } from 'react'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Time } from '#web/kit/time.tsx'
import { fewBackupCodes } from '../limits.ts'
import { BackupCodes } from './backup-codes.tsx'
import css from './two-factor.module.css'
import { refreshSecurity, type TwoFactorState } from './two-factor-query.ts'

/** How many backup codes are left, when it is time for new ones, and making them. */
export function BackupCodesLeft({ codes, closed }: { codes: TwoFactorState['backupCodes']; closed: boolean }) {
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<string[]>()
  const [open, setOpen] = useState(false)
  const left = codes?.left ?? 0
  const make = async () => {
    const { backupCodes } = await api.post('/account/two-factor/backup-codes')
    setAsking(false)
    setMade(backupCodes)
    setOpen(true)
  }
  const stored = async () => {
    setOpen(false)
    setMade(undefined)
    await refreshSecurity()
  }
  const ask = (
    <Button onClick={() => setAsking(true)} id="new-backup-codes">
      Make new codes
    </Button>
  )
  return (
    <div className={css.block}>
      <h4>Backup codes</h4>
      {closed && (
        <Banner tone="bad" title="Codes from your app are switched off">
          <p>
            Too many wrong codes were tried on your account. Until you sign in with a backup code, only those work; if
            it was not you, change your password.
          </p>
        </Banner>
      )}
      {left <= fewBackupCodes && !asking ? (
        <Banner tone="warn" title={leftInWords(left, codes?.total ?? 0)} actions={ask}>
          <p>Make new ones before you need them: without your phone they may be the only way in.</p>
        </Banner>
      ) : (
        <p>
          <b>{leftInWords(left, codes?.total ?? 0)}</b>
          {codes && (
            <>
              {' '}
              · made <Time at={codes.generatedAt} show="date" />
            </>
          )}
        </p>
      )}
      {asking && (
        <div className={css.panel}>
          <ItemQuestion
            act="Make new codes"
            keep="Keep these"
            danger={false}
            onAct={make}
            onKeep={() => {
              setAsking(false)
              requestAnimationFrame(() => document.getElementById('new-backup-codes')?.focus())
            }}
          >
            Make ten new codes? The old ones stop working at once, and trusted browsers are asked for a code again.
          </ItemQuestion>
        </div>
      )}
      {!asking && left > fewBackupCodes && <div className={css.actions}>{ask}</div>}
      <Dialog open={open} title="Store your new backup codes">
        {made && (
          <BackupCodes
            codes={made}
            lead={
              <>
                <b>Download and securely store your backup codes.</b> They are shown only now; the old ones no longer
                work.
              </>
            }
            onStored={() => void stored()}
          />
        )}
      </Dialog>
    </div>
  )
}

const leftInWords = (left: number, total: number): string =>
  left === 0 ? 'No backup codes left' : `${left} of ${total} left`
