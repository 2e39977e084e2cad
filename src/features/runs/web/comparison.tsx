import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { comparisonQuery } from './run-queries.ts'
import { counted, duration } from './run-words.ts'
import css from './runs.module.css'

/** What changed since the last run that tested some of the same. Nothing when there was none. */
export function Comparison({ team, run }: { team: string; run: string }) {
  const { data } = useQuery(comparisonQuery(team, run))
  if (!data?.before) return null
  const { broken, mended, slower, stillFailing } = data
  const named = (one: { suiteName: string; name: string }) => `${one.suiteName} – ${one.name}`
  const lines = [
    ...broken.slice(0, 5).map((one) => `Newly failing: ${named(one)}`),
    ...mended.slice(0, 5).map((one) => `Works again: ${named(one)}`),
    ...slower.slice(0, 3).map((one) => `Slower: ${named(one)} (${duration(one.beforeMs)} → ${duration(one.nowMs)})`),
    ...(stillFailing > 0 ? [`Still failing: ${counted(stillFailing, 'test')}`] : []),
  ]
  return (
    <section className={css.compared} aria-label="Compared with the run before">
      <h2>
        Compared with{' '}
        <Link to="/runs/$run" params={{ run: data.before.id }}>
          the run before
        </Link>
      </h2>
      {lines.length === 0 ? (
        <p className={css.small}>Nothing changed.</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
