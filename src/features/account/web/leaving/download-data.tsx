import { useQuery } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Time } from '#web/kit/time.tsx'
import { remember } from '#web/queries.ts'
import { useAct } from '../act.ts'
import { ActNote } from '../act-note.tsx'
import css from './danger-zone.module.css'
import { saveArchive, sizeInWords } from './data-archive.ts'
import { type DataCopy, exportsQuery } from './leaving-queries.ts'

/** Download my data: asks for a copy, shows how far it is, and hands it over. */
export function DownloadData() {
  const { data } = useQuery(exportsQuery)
  const latest = data?.latest ?? null
  const act = useAct()
  const ask = () =>
    act.run(async () => {
      const copy = await api.post('/account/exports')
      remember(exportsQuery.queryKey, { latest: copy })
      return 'Your data is being put together. A letter tells you when it is ready.'
    })
  const ready = latest?.state === 'ready'
  const building = latest?.state === 'building'
  return (
    <div className={css.part}>
      <div className={css.offer}>
        <div>
          <h4 className={css.title}>Download my data</h4>
          <p className={css.small}>
            Everything held about you, as one archive: files for programs and a page to read. It is there for 7 days.
          </p>
        </div>
        {!ready && (
          <Button busy={act.busy || building} onClick={() => void ask()}>
            Download my data
          </Button>
        )}
      </div>
      {building && <Progress copy={latest} />}
      {ready && <Ready copy={latest} asking={act.busy} onAgain={() => void ask()} />}
      {latest?.state === 'failed' && <p className={css.small}>The last copy could not be made. Ask again.</p>}
      {!ready && <ActNote of={act} />}
    </div>
  )
}

function Progress({ copy }: { copy: DataCopy }) {
  return (
    <p className={css.progress}>
      <progress value={copy.progress} max={1} aria-label="How far your data is put together" />
      <span className={css.small}>{Math.round(copy.progress * 100)} %</span>
    </p>
  )
}

function Ready({ copy, asking, onAgain }: { copy: DataCopy; asking: boolean; onAgain(): void }) {
  const act = useAct()
  const save = () =>
    act.run(async () => {
      await saveArchive(copy)
      return 'Downloaded.'
    })
  return (
    <>
      <p className={css.small}>
        Ready: {sizeInWords(copy.bytes ?? 0)}, made <Time at={copy.readyAt ?? copy.requestedAt} show="relative" past />.
        It can be downloaded until <Time at={copy.expiresAt ?? copy.requestedAt} />.
      </p>
      <div className={css.actions}>
        <Button busy={act.busy} onClick={() => void save()}>
          Save the archive
        </Button>
        <Button look="quiet" busy={asking} onClick={onAgain}>
          Make a new copy
        </Button>
      </div>
      <ActNote of={act} />
    </>
  )
}
