import css from './danger-zone.module.css'
import type { Preview } from './leaving-queries.ts'

/** What goes and what stays, counted. */
export function Belongings({ preview: { goes, stays } }: { preview: Preview }) {
  return (
    <div className={css.belongings}>
      <section aria-labelledby="deletion-goes">
        <h5 id="deletion-goes" className={css.heading}>
          What goes
        </h5>
        <ul className={css.lines}>
          {goes.map(({ what, count }) => (
            <li key={what}>
              <span>{what}</span>
              <b>{count}</b>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="deletion-stays">
        <h5 id="deletion-stays" className={css.heading}>
          What stays, and why
        </h5>
        <ul className={css.lines}>
          {stays.map(({ what, count, why }) => (
            <li key={what}>
              <span>
                {what}
                <small>{why}</small>
              </span>
              <b>{count}</b>
            </li>
          ))}
          <li>
            <span>
              What you did, in audit logs
              <small>Under a number instead of your name: others must be able to trust their log.</small>
            </span>
          </li>
        </ul>
      </section>
    </div>
  )
}
