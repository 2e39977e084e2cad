import type { Run } from './run-queries.ts'
import css from './runs.module.css'

/** How the tests of a run ended, as a thin bar. It says nothing that the figures beside it do not say in words. */
export function ShareBar({ run }: { run: Run }) {
  const { totalCases, passedCases, failedCases, reviewCases } = run
  const parts = [
    { name: 'passed', count: passedCases, look: css.partGood },
    { name: 'review', count: reviewCases, look: css.partWarn },
    { name: 'failed', count: failedCases, look: css.partBad },
  ]
  if (totalCases === 0) return null
  return (
    <span className={css.share} aria-hidden="true">
      {parts.map(
        ({ name, count, look }) =>
          count > 0 && <span key={name} className={look} style={{ width: `${(count / totalCases) * 100}%` }} />,
      )}
    </span>
  )
}
