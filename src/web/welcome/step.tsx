import type { ReactNode } from 'react'
import { Icon } from '../kit/icon.tsx'
import css from './welcome-page.module.css'

/** One step: its state in words and as a sign, what it is, what to do. */
export function Step({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  return (
    <li className={css.step} data-done={done || undefined}>
      <span className={css.sign} aria-hidden="true">
        {done && <Icon name="check" size={15} />}
      </span>
      <div className={css.text}>
        <h2 className={css.title}>
          {title}
          <span className={css.state}>{done ? 'Done' : 'To do'}</span>
        </h2>
        {children}
      </div>
    </li>
  )
}
