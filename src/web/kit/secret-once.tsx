import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Dialog, DialogActions } from './dialog.tsx'
import css from './secret-once.module.css'
import { useUnsaved } from './unsaved.ts'

interface SecretOnceProps {
  /** What is shown, as the leave guard names it: “Backup codes”. */
  what: string
  /** First sentence; takes the focus, so that it is read out. */
  lead: ReactNode
  /** Words of the box to tick: “I have stored these codes”. */
  acknowledgement: string
  /** The last button. Default “Done”. */
  done?: string
  onStored(): void
  children: ReactNode
}

/**
 * A secret that is shown this one time, for the inside of a dialog without `onClose`: only ticking that it is stored and pressing the button
 * leads out, and leaving the page asks. `CopyButton` and its siblings go into `children`.
 */
export function SecretOnce({ what, lead, acknowledgement, done = 'Done', onStored, children }: SecretOnceProps) {
  const [stored, setStored] = useState(false)
  const first = useRef<HTMLParagraphElement>(null)
  useUnsaved(what, true)
  useEffect(() => first.current?.focus(), [])
  return (
    <div className={css.body}>
      <p ref={first} tabIndex={-1} data-autofocus className={css.lead}>
        {lead}
      </p>
      {children}
      <div className={css.end}>
        <Checkbox label={acknowledgement} checked={stored} onChange={setStored} />
        <DialogActions>
          <Button look="primary" reason={stored ? undefined : `Tick “${acknowledgement}” first.`} onClick={onStored}>
            {done}
          </Button>
        </DialogActions>
      </div>
    </div>
  )
}

/** The same as a dialog of its own. The focus returns to where it was when it closes. */
export function SecretOnceDialog({ open, title, ...secret }: SecretOnceProps & { open: boolean; title: string }) {
  return (
    <Dialog open={open} title={title}>
      <SecretOnce {...secret} />
    </Dialog>
  )
}

/** The row of buttons that take a secret along: copy, download, print. */
export function SecretTools({ children }: { children: ReactNode }) {
  return <div className={css.tools}>{children}</div>
}

/** One secret in one line that breaks anywhere; a click marks all of it. `id` is what `CopyButton` marks when copying is not allowed. */
export function SecretText({ id, children }: { id: string; children: string }) {
  return (
    <p id={id} className={css.secret}>
      {children}
    </p>
  )
}
