import type { ComponentProps, ReactNode } from 'react'
import css from './section.module.css'

interface SectionProps extends Omit<ComponentProps<'section'>, 'title'> {
  /** Also the anchor: `/settings/profile#email` scrolls here. */
  id: string
  title: string
  description?: ReactNode
  children: ReactNode
}

/** One card of a settings page: what it is on the left, its fields on the right. Cards are parted by a line, not by boxes. */
export function Section({ id, title, description, children, ...rest }: SectionProps) {
  return (
    <section {...rest} id={id} className={css.section} aria-labelledby={`${id}-title`}>
      <header className={css.header}>
        <h3 id={`${id}-title`}>{title}</h3>
        {description && <p>{description}</p>}
      </header>
      <div className={css.body}>{children}</div>
    </section>
  )
}
