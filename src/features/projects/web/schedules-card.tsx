import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { FullCard } from './full-card.tsx'
import css from './lists.module.css'
import { type Project, schedulesQuery } from './queries.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { ScheduleList } from './schedule-list.tsx'

/** When the project runs by itself. */
export function SchedulesCard({ project, team }: { project: Project; team: string }) {
  const [making, setMaking] = useState(false)
  const list = useInfiniteQuery({ ...schedulesQuery(team, project.id), throwOnError: true })
  const items = list.data?.pages.flatMap((page) => page.items)
  const add = project.mayEdit && !making && <Button onClick={() => setMaking(true)}>Add a schedule</Button>
  return (
    <FullCard id="schedules" title="Schedules" description="When tests of this project run by themselves.">
      <div className={css.body}>
        {making && <ScheduleForm project={project} team={team} onClose={() => setMaking(false)} />}
        {!items && <Skeleton lines={2} what="Reading the schedules" />}
        {items && items.length > 0 && (
          <>
            {add && <div>{add}</div>}
            <ScheduleList items={items} team={team} within />
          </>
        )}
        {items?.length === 0 && !making && (
          <EmptyState title="Nothing runs by itself" action={add && <div className={css.act}>{add}</div>}>
            With a schedule, the whole project or one suite runs every hour, every night, or whenever you like.
          </EmptyState>
        )}
        {list.hasNextPage && (
          <div>
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older schedules
            </Button>
          </div>
        )}
      </div>
    </FullCard>
  )
}
