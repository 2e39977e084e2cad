import { useQuery } from '@tanstack/react-query'
import { trendQuery } from './run-queries.ts'
import { counted, stateSays } from './run-words.ts'
import css from './runs.module.css'

const width = 300
const height = 64

/** The last runs of a project as bars: how many tests passed, and on top how many did not. Its words say the same. */
export function TrendChart({ team, project }: { team: string; project: string }) {
  const { data } = useQuery(trendQuery(team, project))
  if (!data || data.items.length < 2) return null
  const { items } = data
  const most = Math.max(
    1,
    ...items.map(({ passedCases, failedCases, reviewCases }) => passedCases + failedCases + reviewCases),
  )
  const step = width / Math.max(items.length, 12)
  const scale = (count: number) => (count / most) * (height - 2)
  const passed = items.filter(({ state }) => state === 'completed').length
  const last = items.at(-1)
  const says = `The last ${counted(items.length, 'run')}: ${passed} passed. The latest: ${last ? stateSays[last.state].toLowerCase() : ''}.`
  return (
    <figure className={css.trend}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says} preserveAspectRatio="none">
        {items.map(({ id, passedCases, failedCases, reviewCases }, at) => {
          const good = scale(passedCases)
          const bad = scale(failedCases + reviewCases)
          const x = at * step
          return (
            <g key={id}>
              <rect x={x} width={step * 0.7} y={height - good} height={good} className={css.barGood} />
              {bad > 0 && (
                <rect
                  x={x}
                  width={step * 0.7}
                  y={height - good - bad}
                  height={Math.max(2, bad - 1)}
                  className={css.barBad}
                />
              )}
            </g>
          )
        })}
      </svg>
      <figcaption>{says}</figcaption>
    </figure>
  )
}
