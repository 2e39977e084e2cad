import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import css from './card-form.module.css'
import { DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import type { Values } from './form-state.ts'
import { useUnsaved } from './unsaved.ts'
import type { Form } from './use-form.ts'

interface CardFormProps<V extends Values> {
  /** What the form is called, on the page, for screen readers and when leaving with edits. */
  title: string
  form: Form<V>
  /** What the button says. */
  action: string
  onCancel(): void
  /** The title is shown above the fields; without, only screen readers are told. */
  titled?: boolean
  children: ReactNode
}

/** A form that opens inside the card. Takes the focus; Esc closes it, Ctrl/⌘-S sends it. */
export function CardForm<V extends Values>({
  title,
  titled = true,
  form,
  action,
  onCancel,
  children,
}: CardFormProps<V>) {
  const box = useRef<HTMLFormElement>(null)
  useUnsaved(title, form.edited)
  useEffect(
    () => box.current?.querySelector<HTMLElement>('input:not([type=radio]), input:checked, select, textarea')?.focus(),
    [],
  )
  const keys = (event: KeyboardEvent) => {
    if (event.key === 's' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault()
      void form.submit()
    }
    if (event.key === 'Escape' && !form.saving && !event.defaultPrevented) onCancel()
  }
  return (
    <form
      ref={box}
      className={css.form}
      noValidate
      aria-label={title}
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      {titled && (
        <p className={css.title} aria-hidden="true">
          {title}
        </p>
      )}
      <ErrorSummary form={form} />
      {children}
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          {action}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
