import { lazy, type ReactNode, Suspense, useState } from 'react'
import css from './dialog.module.css'
import type { DialogProps } from './dialog-frame.tsx'

const DialogFrame = lazy(() => import('./dialog-frame.tsx').then((file) => ({ default: file.DialogFrame })))

/** A modal dialog: holds the focus while open, gives it back afterwards. `data-autofocus` marks where it starts. */
export function Dialog(dialog: DialogProps) {
  const [needed, setNeeded] = useState(dialog.open)
  if (dialog.open && !needed) setNeeded(true)
  if (!needed) return null
  return (
    <Suspense fallback={null}>
      <DialogFrame {...dialog} />
    </Suspense>
  )
}

/** The row of buttons that ends a dialog: the main act first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={css.actions}>{children}</div>
}
