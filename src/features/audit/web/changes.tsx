import css from './changes.module.css'
import type { Entry } from './log-queries.ts'

/** Old values and new ones, field by field. */
export function Changes({ changes }: { changes: Entry['changes'] }) {
  return (
    <ul className={css.list}>
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          <span className={css.field}>{field}</span> <del>{from ?? 'empty'}</del> <span aria-hidden="true">→</span>{' '}
          <ins>{to ?? 'empty'}</ins>
        </li>
      ))}
    </ul>
  )
}
