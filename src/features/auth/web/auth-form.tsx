import type { ReactNode } from 'react'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import type { Values } from '#web/kit/form-state.ts'
import type { Form } from '#web/kit/use-form.ts'
import css from './auth-form.module.css'

/** The form of a page with one thing to do: errors, fields, one wide button. */
export function AuthForm<V extends Values>({
  form,
  action,
  children,
}: {
  form: Form<V>
  action: string
  children: ReactNode
}) {
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      {children}
      <Button type="submit" look="primary" busy={form.saving} className={css.action}>
        {action}
      </Button>
    </form>
  )
}
