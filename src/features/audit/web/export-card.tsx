import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Section } from '#web/kit/section.tsx'
import type { Team } from '#web/team.ts'
import css from './export-card.module.css'
import { ExportFiles } from './export-files.tsx'
import type { Filters } from './filters.ts'
import { countQuery, exportFilesQuery } from './log-queries.ts'
import { useExport } from './use-export.ts'

/**
 * Takes what matches out of the log, over the whole time it is kept: at once, and what was received stays when the connection breaks; or, where it
 * is too much to wait for, as a file that is put together meanwhile. `list` is what is shown of it.
 */
export function ExportCard({
  team,
  query,
  list,
}: {
  team: Team
  query: Filters
  list: Parameters<typeof countQuery>[2]
}) {
  const known = useQueryClient()
  const { data } = useQuery(countQuery(team.id, query, list))
  const { data: files } = useQuery(exportFilesQuery(team.id))
  const exporting = useExport(team.id, query)
  const { state, start } = exporting
  const [fault, setFault] = useState<string | null>(null)
  const refresh = () => known.invalidateQueries({ queryKey: exportFilesQuery(team.id).queryKey })
  const building = files?.items.some((one) => one.state === 'building') ?? false
  // “Under way already” is no longer so once it is ready.
  useEffect(() => {
    if (!building) setFault(null)
  }, [building])
  const large = data?.more === true
  const many = large ? `more than ${number(data.count)}` : number(data?.count ?? 0)
  async function ask(format: 'csv' | 'ndjson') {
    setFault(null)
    if (!large) return start(format)
    try {
      await api.post('/teams/{team}/audit/exports', { params: { team: team.id }, body: { format, filters: query } })
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setFault(refusal.message)
    }
    await refresh()
  }
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
        {large &&
          ' That is too much to wait for here: the file is put together meanwhile, a letter says when it is ready, and it is kept for 7 days.'}
      </p>
      <div className={css.acts}>
        <Button busy={state.phase === 'running' && state.format === 'csv'} onClick={() => void ask('csv')}>
          {large ? 'Prepare CSV' : 'Export CSV'}
        </Button>
        <Button busy={state.phase === 'running' && state.format === 'ndjson'} onClick={() => void ask('ndjson')}>
          {large ? 'Prepare NDJSON' : 'Export NDJSON'}
        </Button>
      </div>
      {fault && (
        <p role="alert" className={css.fault}>
          {fault}
        </p>
      )}
      <Running exporting={exporting} total={data?.count ?? 0} />
      <ExportFiles team={team} files={files?.items ?? []} onChange={refresh} />
    </Section>
  )
}

function Running({ exporting, total }: { exporting: ReturnType<typeof useExport>; total: number }) {
  const { state, resume, stop } = exporting
  const bar = useRef<HTMLProgressElement>(null)
  useEffect(() => {
    if (bar.current) bar.current.value = Math.min(state.entries, total)
  }, [state.entries, total])
  return (
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
  )
}

const number = (count: number): string => count.toLocaleString('en-US')
