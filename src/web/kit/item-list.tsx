import type { ReactNode } from 'react'
import css from './item-list.module.css'

/** A list of things with a name: authenticators, passkeys, devices. `name` is read out for the whole list. */
export function ItemList({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
    <ul className={css.list} role="list" aria-label={name}>
      {children}
    </ul>
  )
}

interface ItemRowProps {
  name: string
  /** A word beside the name, such as “This browser”. */
  badge?: string | undefined
  /** Small print below the name. */
  children?: ReactNode
  actions?: ReactNode
}

/** What one thing is called, what is known of it, and what can be done with it. */
export function ItemRow({ name, badge, children, actions }: ItemRowProps) {
  return (
    <div className={css.row}>
      <div className={css.text}>
        <p className={css.name}>
          {name}
          {badge && <span className={css.badge}>{badge}</span>}
        </p>
        {children && <p className={css.details}>{children}</p>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}

/** The class of a button in a row, which is smaller than others. */
export const smallButton = css.small ?? ''
