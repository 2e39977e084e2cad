import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import type { Values } from '#web/kit/form-state.ts'
import { useUnsaved } from '#web/kit/unsaved.ts'
import type { Form } from '#web/kit/use-form.ts'
import css from './panel-form.module.css'

interface PanelFormProps<V extends Values> {
  /** What the form is called, on the page and when leaving with edits. */
  title: string
  form: Form<V>
  action: string
  onCancel(): void
  children: ReactNode
}

/** A form that opens in place. Takes the focus; Esc closes it, Ctrl/⌘-S sends it. */
export function PanelForm<V extends Values>({ title, form, action, onCancel, children }: PanelFormProps<V>) {
  const box = useRef<HTMLFormElement>(null)
  useUnsaved(title, form.edited)
  useEffect(() => box.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), [])
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
      <p className={css.title} aria-hidden="true">
        {title}
      </p>
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
