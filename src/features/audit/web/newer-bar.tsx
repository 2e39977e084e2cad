import { useQuery } from '@tanstack/react-query'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import type { Filters } from './filters.ts'
import { newerQuery } from './log-queries.ts'
import css from './newer-bar.module.css'

interface NewerBarProps {
  team: Team
  query: Filters
  /** The cursor of the first entry on the page. */
  first: string | undefined
  onShow(): void
}

/** Tells that matching entries arrived, and shows them when asked: the list never moves under the reader’s eyes. */
export function NewerBar({ team, query, first, onShow }: NewerBarProps) {
  const { data } = useQuery(newerQuery(team.id, query, first))
  const { count, more } = data ?? { count: 0, more: false }
  return (
    <div role="status" className={css.bar} data-empty={count === 0 || undefined}>
      {count > 0 && (
        <Button onClick={onShow}>
          {more ? `More than ${count} new entries` : count === 1 ? '1 new entry' : `${count} new entries`}, show
        </Button>
      )}
    </div>
  )
}
