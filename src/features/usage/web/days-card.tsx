import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { buttonClass } from '#web/kit/button.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { DayChart } from './day-chart.tsx'
import css from './days-card.module.css'
import { type Day, daysQuery, type Usage } from './usage-query.ts'
import { count, labels } from './usage-words.ts'

/** Use day by day as a chart and as a table, and all of it as a file. */
export function DaysCard({ team, usage }: { team: string; usage: Usage }) {
  const { data, error } = useQuery(daysQuery(team))
  const [meter, setMeter] = useState<'runs' | 'crawls'>('runs')
  const limit = usage.meters.find((one) => one.meter === meter)?.limit ?? null
  return (
    <Section id="days" title="Day by day" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <div className={css.tools}>
        <fieldset className={css.choice}>
          <legend>What to show</legend>
          {(['runs', 'crawls'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="usage-meter" checked={meter === one} onChange={() => setMeter(one)} />
              {labels[one]}
            </label>
          ))}
        </fieldset>
        <a className={buttonClass('plain')} href={`/api/v1/teams/${team}/usage/export`} download>
          Download CSV
        </a>
      </div>
      {data && <DayChart days={data.days} meter={meter} period={usage.period} limit={limit} />}
      {data && <DayTable days={data.days} />}
      {!data && (error ? <p className={css.note}>{error.message}</p> : <Skeleton lines={4} what="Reading the days" />)}
      <p className={css.note}>Days are UTC. The file has the last twelve months by day, project and key.</p>
    </Section>
  )
}

function DayTable({ days }: { days: readonly Day[] }) {
  const used = days.filter(({ crawls, runs }) => crawls + runs > 0).reverse()
  return (
    <details className={css.details}>
      <summary>Show as a table</summary>
      {used.length === 0 ? (
        <p className={css.note}>Nothing was used in this period yet.</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col">{labels.runs}</th>
              <th scope="col">{labels.crawls}</th>
            </tr>
          </thead>
          <tbody>
            {used.map(({ day, runs, crawls }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{count(runs)}</td>
                <td>{count(crawls)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
