import { useEffect, useRef } from 'react'
import css from './error-summary.module.css'
import type { FormError } from './form-state.ts'
import { Icon } from './icon.tsx'

interface SummaryOf {
  id: string
  errors: FormError[]
  /** What each field is called: a sentence such as “Use at most 100 characters.” does not say it. */
  labels: Readonly<Record<string, string>>
  refusals: number
}

/** All errors of a form above it, each linking to its field. Takes the focus whenever an attempt was refused. */
export function ErrorSummary({ form }: { form: SummaryOf }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (form.refusals > 0) box.current?.focus()
  }, [form.refusals])
  if (form.errors.length === 0) return null
  return (
    <section className={css.summary} ref={box} tabIndex={-1} aria-labelledby={`${form.id}summary`}>
      <p className={css.title} id={`${form.id}summary`}>
        <Icon name="error" />
        {titleOf(form.errors)}
      </p>
      {(form.errors.length > 1 || form.errors[0]?.field !== null) && (
        <ul>
          {form.errors.map(({ field, message }) => (
            <li key={`${field}${message}`}>
              {field === null ? (
                message
              ) : (
                <FieldLink id={form.id + field} message={`${form.labels[field]}: ${message}`} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function titleOf([first, ...others]: FormError[]): string {
  if (others.length > 0) return `${others.length + 1} things need your attention`
  return first?.field === null ? first.message : 'One thing needs your attention'
}

function FieldLink({ id, message }: { id: string; message: string }) {
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault()
        document.getElementById(id)?.focus()
      }}
    >
      {message}
    </a>
  )
}
