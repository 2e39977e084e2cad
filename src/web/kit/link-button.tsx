import type { ReactNode } from 'react'
import css from './link-button.module.css'

/** A button among words that looks like a link: for another way to do the same. */
export function LinkButton({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <button type="button" className={css.link} onClick={onClick}>
      {children}
    </button>
  )
}
