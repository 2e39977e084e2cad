import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { Done } from '#web/shell/link-page.tsx'
import { useEnter } from './enter.ts'

/** From so few codes on, signing in with one says that it is time for new ones. */
export const lowBackupCodes = 3

/** Signed in, but the way in without the phone is about to end. */
export function BackupCodesLow({ left, next }: { left: number; next: string | undefined }) {
  const enter = useEnter()
  return (
    <Done
      title="You are signed in"
      lead={`${inWords(left)} Make new ones while you can get in; they take the place of the old.`}
      onward={
        <DialogActions>
          <Button look="primary" onClick={() => void enter('/settings/security#two-factor')}>
            Make new backup codes
          </Button>
          <Button look="quiet" onClick={() => void enter(next)}>
            Not now
          </Button>
        </DialogActions>
      }
    />
  )
}

function inWords(left: number): string {
  if (left === 0) return 'That was your last backup code.'
  return left === 1 ? 'One backup code is left.' : `Only ${left} backup codes are left.`
}
