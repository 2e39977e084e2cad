import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Icon } from './icon.tsx'
import css from './item-list.module.css'
import { useForm } from './use-form.ts'

interface ItemQuestionProps {
  /** What will happen, as a question. */
  children: ReactNode
  /** The button that does it. */
  act: string
  /** The button that does not. */
  keep: string
  danger?: boolean
  onAct(): Promise<void>
  onKeep(): void
}

/** Asks in place before something is taken away. Esc keeps it; a refusal is told here. */
export function ItemQuestion({ children, act, keep, danger = true, onAct, onKeep }: ItemQuestionProps) {
  const form = useForm({ initial: {}, labels: {}, needsEdit: false, save: onAct })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc does what the second button does
    <div className={css.form} onKeyDown={(event) => event.key === 'Escape' && !form.saving && onKeep()}>
      <ErrorSummary form={form} />
      <p>{children}</p>
      <DialogActions>
        <Button
          ref={focusWhenThere}
          look={danger ? 'danger' : 'primary'}
          busy={form.saving}
          onClick={() => void form.submit()}
        >
          {danger && !form.saving && <Icon name="warning" size={16} />}
          {act}
        </Button>
        <Button look="quiet" onClick={onKeep}>
          {keep}
        </Button>
      </DialogActions>
    </div>
  )
}

const focusWhenThere = (element: HTMLElement | null): void => element?.focus()
