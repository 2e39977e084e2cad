import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './operate.module.css'
import { deadJobsQuery } from './queries.ts'

/** Jobs that failed in every try, each with its last reason. */
export function DeadJobs() {
  const { data } = useQuery(deadJobsQuery)
  if (!data) return null
  return (
    <section aria-labelledby="dead-jobs">
      <h2 className={css.heading} id="dead-jobs">
        Jobs that were given up
      </h2>
      {data.items.length === 0 ? (
        <EmptyState title="None">A job that fails in every try is listed here with its reason.</EmptyState>
      ) : (
        <ul className={css.rows}>
          {data.items.map(({ id, name, attempts, lastError, failedAt }) => (
            <li key={id} className={css.row}>
              <div className={css.main}>
                <p className={css.title}>{name}</p>
                <p className={css.soft}>{lastError}</p>
              </div>
              <p className={css.soft}>
                {attempts} tries · <Time at={failedAt} show="relative" />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
