import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Modal.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import { Modal } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import css from './dialog-frame.module.css'
import { Icon } from './icon.tsx'

/** What a dialog is given. */
export interface DialogProps {
  open: boolean
  title: string
  /** Called by Esc, the close button and a click beside the dialog. Without it the dialog can only be left through its own buttons. */
  onClose?: () => void
  children: ReactNode
}

/** The dialog itself; `dialog.tsx` loads it when the first one opens. */
export function DialogFrame({ open, title, onClose, children }: DialogProps) {
  // Opened one step after it appears: only then is it remembered where the focus was, and given back.
  const [shown, setShown] = useState(false)
  useEffect(() => setShown(open), [open])
  return (
    <Modal.Root
      opened={shown}
      onClose={onClose ?? (() => {})}
      closeOnEscape={onClose !== undefined}
      closeOnClickOutside={onClose !== undefined}
      transitionProps={{ duration: 0 }}
      // The lock’s own way writes an inline style without the nonce; `base.css` holds the page still instead.
      lockScroll={false}
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
