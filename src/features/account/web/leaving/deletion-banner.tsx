import { useQuery } from '@tanstack/react-query'
import { Banner } from '#web/kit/banner.tsx'
import { Time } from '#web/kit/time.tsx'
import { CancelDeletion } from './cancel-deletion.tsx'
import css from './deletion-banner.module.css'
import { deletionQuery } from './leaving-queries.ts'

/** On every page while a deletion waits: the day, and the press that keeps the account. */
export function DeletionBanner() {
  const { data } = useQuery(deletionQuery)
  if (!data?.scheduled) return null
  return (
    <div className={css.banner}>
      <Banner tone="warn" title="Your account will be deleted" actions={<CancelDeletion />}>
        <p>
          Everything is erased on <Time at={data.scheduled.dueAt} />.
        </p>
      </Banner>
    </div>
  )
}
