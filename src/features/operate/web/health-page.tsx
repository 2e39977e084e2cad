import { useQuery } from '@tanstack/react-query'
import { Icon, type IconName } from '#web/kit/icon.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { DeadJobs } from './dead-jobs.tsx'
import css from './operate.module.css'
import { healthQuery } from './queries.ts'

const states: Record<'ok' | 'warn' | 'fail', { word: string; icon: IconName }> = {
  ok: { word: 'Good', icon: 'check' },
  warn: { word: 'Look at this', icon: 'warning' },
  fail: { word: 'Broken', icon: 'error' },
}

/** How every part of the installation is doing, and what mends it. The same checks as `aegisrunner doctor`. */
export function HealthPage() {
  const { data } = useQuery({ ...healthQuery, throwOnError: true })
  return (
    <>
      <PageHeading title="System health">
        The same checks as <code>aegisrunner doctor</code>, read again every half minute.
      </PageHeading>
      <div className={css.content}>
        {!data && <Skeleton lines={6} what="Checking" />}
        {data && (
          <ul className={css.rows}>
            {data.checks.map(({ name, state, says, mend }) => (
              <li key={name} className={css.row}>
                <div className={css.main}>
                  <p className={css.title}>{name.charAt(0).toUpperCase() + name.slice(1)}</p>
                  <p className={css.soft}>{says}</p>
                  {mend && <p className={css.mend}>{mend}</p>}
                </div>
                <p className={css.state} data-state={state}>
                  <Icon name={states[state].icon} size={16} /> {states[state].word}
                </p>
              </li>
            ))}
          </ul>
        )}
        <DeadJobs />
      </div>
    </>
  )
}
