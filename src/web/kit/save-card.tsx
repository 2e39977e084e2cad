import type { KeyboardEvent, ReactNode } from 'react'
import { announce } from './announce.tsx'
import { Button } from './button.tsx'
import { ConflictNotice } from './conflict-notice.tsx'
import { ErrorSummary } from './error-summary.tsx'
import type { Values } from './form-state.ts'
import { Icon } from './icon.tsx'
import css from './save-card.module.css'
import { Section } from './section.tsx'
import { useUnsaved } from './unsaved.ts'
import type { Form } from './use-form.ts'

interface SaveCardProps<V extends Values> {
  id: string
  title: string
  description?: ReactNode
  form: Form<V>
  /** What the button says. Default “Save Changes”. */
  action?: string
  children: ReactNode
}

/**
 * A card with fields and one Save. Esc cancels the edits, Ctrl/⌘-S saves while the focus is inside; leaving with edits asks and names the
 * card.
 */
export function SaveCard<V extends Values>({
  id,
  title,
  description,
  form,
  action = 'Save Changes',
  children,
}: SaveCardProps<V>) {
  useUnsaved(title, form.edited)
  const cancel = () => {
    form.reset()
    announce(`${title}: your changes were discarded.`)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 's' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault()
      void form.submit()
    }
    const listIsOpen = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
    if (event.key === 'Escape' && form.edited && !form.saving && !event.defaultPrevented && !listIsOpen) cancel()
  }
  return (
    <Section id={id} title={title} description={description} onKeyDown={keys}>
      <form
        className={css.form}
        noValidate
        aria-labelledby={`${id}-title`}
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        <ConflictNotice form={form} />
        {children}
        <div className={css.footer} data-edited={form.edited || undefined}>
          <Button type="submit" look="primary" reason={form.saving ? undefined : form.reason} busy={form.saving}>
            {action}
          </Button>
          {form.edited && !form.saving && (
            <Button look="quiet" onClick={cancel}>
              Cancel
            </Button>
          )}
          <SaveStatus phase={form.phase} edited={form.edited} reason={form.reason} />
        </div>
      </form>
    </Section>
  )
}

/** Where a card stands, in words. Visible only: the live regions read out the same. */
function SaveStatus({
  phase,
  edited,
  reason,
}: {
  phase: 'idle' | 'saving' | 'saved'
  edited: boolean
  reason: string | undefined
}) {
  return (
    <p className={css.status} role="status">
      {phase === 'saved' && !edited && (
        <span className={css.saved}>
          <Icon name="check" size={16} /> Saved
        </span>
      )}
      {phase === 'idle' && edited && (reason ?? 'Not saved yet')}
    </p>
  )
}
