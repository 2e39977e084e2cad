import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useZone } from '#web/account.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import type { Team } from '#web/team.ts'
import { Changes } from './changes.tsx'
import { EntryFacts } from './entry-facts.tsx'
import css from './entry-panel.module.css'
import { entryQuery } from './log-queries.ts'

interface EntryPanelProps {
  team: Team
  id: string
  onClose(): void
  onFilter(change: { target?: string; user?: string }): void
}

/** One entry in full at the side of the page, with its raw record and the place it has in the signed log. Its address can be sent to a colleague. */
export function EntryPanel({ team, id, onClose, onFilter }: EntryPanelProps) {
  const { data, error } = useQuery(entryQuery(team.id, id))
  const zone = useZone()
  const panel = useRef<HTMLDialogElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    // Opened as a modal, the browser itself keeps the focus inside and gives it back.
    panel.current?.showModal()
  }, [])
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
    announce('The link was copied.')
  }
  return (
    <dialog ref={panel} className={css.panel} aria-labelledby="entry-title" onClose={onClose}>
      <div className={css.head}>
        <h3 id="entry-title">{data?.says ?? 'Entry'}</h3>
        <Button look="quiet" aria-label="Close" onClick={() => panel.current?.close()}>
          Close
        </Button>
      </div>
      {error && <p role="alert">{error.message}</p>}
      {!data && !error && <Skeleton lines={6} what="Reading the entry" />}
      {data && (
        <>
          {data.changes.length > 0 && <Changes changes={data.changes} />}
          <EntryFacts entry={data} zone={zone} />
          <div className={css.acts}>
            <Button onClick={() => void copy()}>{copied ? 'Link copied' : 'Copy link'}</Button>
            {data.target?.id && (
              <Button look="quiet" onClick={() => onFilter({ target: data.target?.id ?? '' })}>
                Everything about this {data.target.kind ?? 'target'}
              </Button>
            )}
          </div>
          <h4>Raw record</h4>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled, by keyboard too */}
          <pre className={css.raw} tabIndex={0}>
            {JSON.stringify(data.raw, null, 2)}
          </pre>
        </>
      )}
    </dialog>
  )
}
