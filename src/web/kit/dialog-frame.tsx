import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './dialog.module.css'
import { Icon } from './icon.tsx'

interface DialogProps {
  open: boolean
  title: string
  /** Called by Esc, the close button and a click beside the dialog. Without it the dialog can only be left through its own buttons. */
  onClose?: () => void
  children: ReactNode
}

/** A modal dialog: holds the focus while open, gives it back afterwards. `data-autofocus` marks where it starts. */
export function Dialog({ open, title, onClose, children }: DialogProps) {
  return (
    <Modal.Root
      opened={open}
      onClose={onClose ?? (() => {})}
      closeOnEscape={onClose !== undefined}
      closeOnClickOutside={onClose !== undefined}
      transitionProps={{ duration: 0 }}
      size="28rem"
      centered
      classNames={{ content: css.content ?? '', overlay: css.overlay ?? '', body: css.body ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={css.header}>
          <Modal.Title className={css.title ?? ''}>{title}</Modal.Title>
          {onClose && (
            <button type="button" className={css.close} onClick={onClose} aria-label="Close">
              <Icon name="close" />
            </button>
          )}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** The row of buttons that ends a dialog: the main act first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={css.actions}>{children}</div>
}
