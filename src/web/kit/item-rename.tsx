import { type KeyboardEvent, useEffect, useRef } from 'react'
import { announce } from './announce.tsx'
import { Button } from './button.tsx'
import { DialogActions } from './dialog.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Field } from './field.tsx'
import css from './item-list.module.css'
import { useUnsaved } from './unsaved.ts'
import { useForm } from './use-form.ts'

interface ItemRenameProps {
  name: string
  onSave(name: string): Promise<void>
  onCancel(): void
}

/** Gives a thing another name, in its own row. Takes the focus; Esc cancels. */
export function ItemRename({ name, onSave, onCancel }: ItemRenameProps) {
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const field = box.current?.querySelector('input')
    field?.focus() // selecting alone moves the focus in some browsers only
    field?.select()
  }, [])
  const form = useForm({
    initial: { name },
    labels: { name: 'Name' },
    needsEdit: false,
    check: ({ name: typed }) => ({ name: typed.trim() === '' ? 'Give it a name.' : undefined }),
    save: async ({ name: typed }) => {
      if (typed.trim() === name) return onCancel()
      await onSave(typed.trim())
      announce(`It is called ${typed.trim()} now.`)
    },
  })
  useUnsaved(`Name of ${name}`, form.edited)
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !form.saving) onCancel()
  }
  return (
    <form
      ref={box}
      className={css.form}
      noValidate
      aria-label={`Rename ${name}`}
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <Field {...form.field('name')} maxLength={60} autoComplete="off" />
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          Save
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
