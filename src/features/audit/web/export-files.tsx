import { useEffect, useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Time } from '#web/kit/time.tsx'
import type { Team } from '#web/team.ts'
import css from './export-card.module.css'
import { filtersInWords, sizeInWords } from './export-words.ts'
import type { ExportFile } from './log-queries.ts'

interface ExportFilesProps {
  team: Team
  files: readonly ExportFile[]
  onChange(): Promise<unknown>
}

/** Large exports: how far each is, or until when it can be downloaded. */
export function ExportFiles({ team, files, onChange }: ExportFilesProps) {
  if (files.length === 0) return null
  return (
    <ItemList name="Large exports">
      {files.map((file) => (
        <li key={file.id}>
          <FileRow team={team} file={file} onChange={onChange} />
        </li>
      ))}
    </ItemList>
  )
}

const states = { building: 'Being put together', ready: 'Ready', failed: 'Failed' } as const

function FileRow({ team, file, onChange }: { team: Team; file: ExportFile; onChange(): Promise<unknown> }) {
  const [asking, setAsking] = useState(false)
  const { id, format, state, entries, bytes, filters, requestedAt, requestedBy, expiresAt } = file
  const name = `${format === 'csv' ? 'CSV' : 'NDJSON with proofs'}, ${filtersInWords(filters)}`
  const act = state === 'building' ? 'Stop' : 'Remove'
  return (
    <>
      <ItemRow
        name={name}
        badge={states[state]}
        actions={
          <>
            {state === 'ready' && (
              <a
                className={`${buttonClass('quiet')} ${smallButton}`}
                href={`/api/v1/teams/${team.id}/audit/exports/${id}/file`}
                download
                aria-label={`Download ${name}`}
              >
                Download
              </a>
            )}
            <Button look="quiet" className={smallButton} aria-label={`${act} ${name}`} onClick={() => setAsking(true)}>
              {act}
            </Button>
          </>
        }
      >
        {state === 'failed'
          ? 'It could not be put together. Ask for it once more. '
          : `${entries.toLocaleString('en-US')} ${entries === 1 ? 'entry' : 'entries'}${bytes === null ? ' so far' : `, ${sizeInWords(bytes)}`} · `}
        Asked for by {requestedBy} <Time at={requestedAt} show="relative" past />
        {state === 'ready' && expiresAt && (
          <>
            {' '}
            · there until <Time at={expiresAt} />
          </>
        )}
      </ItemRow>
      {state === 'building' && <Progress value={file.progress} name={name} />}
      {asking && (
        <ItemQuestion
          act={act}
          keep="Keep"
          onKeep={() => setAsking(false)}
          onAct={async () => {
            await api.delete('/teams/{team}/audit/exports/{export}', { params: { team: team.id, export: id } })
            await onChange()
          }}
        >
          {state === 'building'
            ? 'Stop putting this export together?'
            : 'Erase this file? The entries stay in the log.'}
        </ItemQuestion>
      )}
    </>
  )
}

function Progress({ value, name }: { value: number; name: string }) {
  const bar = useRef<HTMLProgressElement>(null)
  useEffect(() => {
    if (bar.current) bar.current.value = value
  }, [value])
  return (
    <div className={css.progress}>
      <progress ref={bar} max={1} aria-label={`Progress of ${name}`} />
      <span>{Math.floor(value * 100)} %</span>
    </div>
  )
}
