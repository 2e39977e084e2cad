import type { ReactNode } from 'react'
import css from './empty-state.module.css'

/** Says why a list is empty and what to do next; “nothing yet” and “no match” are different sentences. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.title}>{title}</p>
      {children && <p className={css.text}>{children}</p>}
      {action}
    </div>
  )
}
