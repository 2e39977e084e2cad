import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { isFiltered } from './filters.ts'
import css from './log-list.module.css'
import type { Entry } from './log-queries.ts'
import { LogRow } from './log-row.tsx'
import type { useFilters } from './use-filters.ts'

type Log = UseInfiniteQueryResult<InfiniteData<{ items: Entry[]; nextCursor: string | null }>>

/** The entries. Says why there are none: nothing happened yet, or nothing matches. */
export function LogList({ log, filtering }: { log: Log; filtering: ReturnType<typeof useFilters> }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = log
  const { filters, set, replaceAll } = filtering
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  if (entries.length === 0) {
    return isFiltered(filters) ? (
      <EmptyState title="No match" action={<Button onClick={() => replaceAll({})}>Clear filters</Button>}>
        No entry meets all filters. Words match from their beginning; other filters match as a whole.
      </EmptyState>
    ) : (
      <EmptyState title="Nothing happened yet">
        Sign-ins, members, projects, billing and keys leave their entries here.
      </EmptyState>
    )
  }
  return (
    <>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: as a list on phones it is laid out by other means, which takes the roles away */}
      <table role="table" className={css.table} aria-label="Audit log">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col">Action</th>
            <th scope="col">User</th>
            <th scope="col">Timestamp</th>
            <th scope="col">IP Address</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {entries.map((entry) => (
            <LogRow key={entry.id} entry={entry} onOpen={() => set({ entry: entry.id })} onFilter={set} />
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      {hasNextPage && (
        <div>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older entries
          </Button>
        </div>
      )}
    </>
  )
}
