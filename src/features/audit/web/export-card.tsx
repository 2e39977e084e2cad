import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Section } from '#web/kit/section.tsx'
import type { Team } from '#web/team.ts'
import css from './export-card.module.css'
import type { Filters } from './filters.ts'
import { countQuery } from './log-queries.ts'
import { useExport } from './use-export.ts'

/** Takes what matches out of the log, over the whole time it is kept. What was received stays when the connection breaks, and goes on from there. */
export function ExportCard({ team, query }: { team: Team; query: Filters }) {
  const { data } = useQuery(countQuery(team.id, query))
  const { state, start, resume, stop } = useExport(team.id, query)
  const many = data?.more ? `more than ${number(data.count)}` : number(data?.count ?? 0)
  const bar = useRef<HTMLProgressElement>(null)
  const total = data?.count ?? 0
  useEffect(() => {
    if (bar.current) bar.current.value = Math.min(state.entries, total)
  }, [state.entries, total])
  return (
    <Section
      id="audit-export"
      title="Export"
      description="Exactly what the filters above match. Exporting is written to the log."
    >
      <p className={css.says}>
        {data ? `Export ${many} matching ${data.count === 1 && !data.more ? 'event' : 'events'}` : 'Counting…'} as CSV
        for spreadsheets, or as NDJSON with a proof for each, which <code>aegisrunner audit verify</code> checks without
        us.
      </p>
      <div className={css.acts}>
        <Button busy={state.phase === 'running' && state.format === 'csv'} onClick={() => void start('csv')}>
          Export CSV
        </Button>
        <Button busy={state.phase === 'running' && state.format === 'ndjson'} onClick={() => void start('ndjson')}>
          Export NDJSON
        </Button>
      </div>
      <div role="status" className={css.state}>
        {state.phase === 'running' && (
          <>
            <progress ref={bar} max={Math.max(total, 1)} aria-label="Exported so far" />
            <span>{number(state.entries)} entries so far</span>
            <Button look="quiet" onClick={stop}>
              Stop
            </Button>
          </>
        )}
        {state.phase === 'done' && <span>Done: {number(state.entries)} entries.</span>}
        {state.phase === 'broken' && (
          <>
            <span>
              {state.says} {number(state.entries)} entries were received and are kept.
            </span>
            <Button onClick={() => void resume()}>Go on from there</Button>
          </>
        )}
      </div>
    </Section>
  )
}

const number = (count: number): string => count.toLocaleString('en-US')
