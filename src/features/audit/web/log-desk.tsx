import { useInfiniteQuery } from '@tanstack/react-query'
import { ApiRefusal } from '#web/api-refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import type { Team } from '#web/team.ts'
import { AnchorCard } from './anchor-card.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { ExportCard } from './export-card.tsx'
import { FilterBar } from './filter-bar.tsx'
import css from './log-desk.module.css'
import { LogList } from './log-list.tsx'
import { logQuery } from './log-queries.ts'
import { NewerBar } from './newer-bar.tsx'
import { PlanNotice } from './plan-notice.tsx'
import { StreamsCard } from './streams-card.tsx'
import { useFilters } from './use-filters.ts'
import { VerifyCard } from './verify-card.tsx'
import { ViewsBar } from './views-bar.tsx'

/** The log with everything around it: views, filters, what is new, the entries, export and proof. */
export function LogDesk({ team }: { team: Team }) {
  const filtering = useFilters()
  const { query, entry, set } = filtering
  const log = useInfiniteQuery(logQuery(team.id, query))
  const newest = log.data?.pages[0]?.items[0]?.cursor
  if (log.error instanceof ApiRefusal && log.error.code === 'plan_without_audit_log') return <PlanNotice team={team} />
  return (
    <div className={css.desk}>
      <p className={css.lead}>
        What happened in {team.name}, newest first. Entries cannot be changed; that reading and exporting are logged as
        well keeps everybody honest.
      </p>
      <ViewsBar team={team} filtering={filtering} />
      <FilterBar team={team} filtering={filtering} />
      <NewerBar team={team} query={query} first={newest} onShow={() => void log.refetch()} />
      {log.error && (
        <p role="alert" className={css.alert}>
          {log.error.message}
        </p>
      )}
      {!log.data && !log.error && <Skeleton lines={8} what="Reading the audit log" />}
      {log.data && <LogList log={log} filtering={filtering} />}
      <div className={css.more}>
        <ExportCard team={team} query={query} list={{ read: log.isFetched, ...(newest && { newest }) }} />
        <VerifyCard team={team} />
        {team.role !== 'auditor' && <AnchorCard team={team} />}
        {team.role !== 'auditor' && <StreamsCard team={team} />}
      </div>
      {entry && (
        <EntryPanel
          team={team}
          id={entry}
          onClose={() => set({ entry: undefined })}
          onFilter={(change) => set({ ...change, entry: undefined })}
        />
      )}
    </div>
  )
}
