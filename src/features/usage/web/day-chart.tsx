import { formatInZone } from '#platform/zones.ts'
import { chartOf } from './day-bars.ts'
import css from './day-chart.module.css'
import type { Day, Usage } from './usage-query.ts'
import { count, labels } from './usage-words.ts'

interface DayChartProps {
  days: readonly Day[]
  meter: 'runs' | 'crawls'
  period: Usage['period']
  limit: number | null
}

const dayName = (day: string): string => formatInZone(new Date(day), 'UTC', 'date').replace(/ \d+$/, '')

/** A bar for each day of the period. What it shows is said in a sentence, and stands in the table below. */
export function DayChart({ days, meter, period, limit }: DayChartProps) {
  const { bars, top, even } = chartOf(days, meter, period, limit)
  const total = bars.reduce((sum, { used }) => sum + used, 0)
  const busiest = bars.reduce((most, bar) => (bar.used > most.used ? bar : most))
  const words =
    total === 0
      ? `${labels[meter]} day by day: none in this period yet.`
      : `${labels[meter]} day by day: ${count(total)} in this period, most on ${dayName(busiest.day)} with ${count(busiest.used)}.`
  const [first, last] = [bars[0]?.day ?? '', bars.at(-1)?.day ?? '']
  const come = bars.filter(({ ahead }) => !ahead).length
  const evenAt = even === null ? null : 100 - (even / top) * 100
  return (
    <figure className={css.figure}>
      <div className={css.scale} aria-hidden="true">
        <span>{count(top)}</span>
        <span>{count(top / 2)}</span>
        <span>0</span>
      </div>
      <div className={css.plot}>
        <svg viewBox={`0 0 ${bars.length} 100`} preserveAspectRatio="none" role="img" aria-label={words}>
          {[0, 50, 100].map((y) => (
            <path key={y} d={`M0 ${y}H${bars.length}`} className={css.grid} />
          ))}
          <rect x={come} width={bars.length - come} y={0} height={100} className={css.ahead} />
          {bars.map(({ day, used, height, ahead }, at) => (
            <g key={day}>
              <title>{`${dayName(day)}: ${count(used)}`}</title>
              {!ahead && <rect x={at} width={1} y={0} height={100} className={css.back} />}
              {used > 0 && (
                <rect
                  x={at + 0.16}
                  width={0.68}
                  y={100 - Math.max(height * 100, 1.5)}
                  height={Math.max(height * 100, 1.5)}
                  className={css.bar}
                />
              )}
            </g>
          ))}
          {evenAt !== null && <path d={`M0 ${evenAt}H${bars.length}`} className={css.even} />}
        </svg>
      </div>
      <div className={css.dates} aria-hidden="true">
        <span>{dayName(first)}</span>
        <span>{dayName(last)}</span>
      </div>
      <figcaption>
        {total === 0 ? 'Nothing was used in this period yet.' : `${count(total)} in this period.`}
        {even !== null && ` The dashed line: ${count(Math.floor(even))} a day would last until its end.`}
      </figcaption>
    </figure>
  )
}
