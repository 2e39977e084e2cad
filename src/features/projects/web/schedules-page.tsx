import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './lists.module.css'
import { schedulesQuery } from './queries.ts'
import { ScheduleList } from './schedule-list.tsx'
import { WithProjects } from './with-projects.tsx'

/** What runs by itself, over all projects of the team. */
export function SchedulesPage() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading title="Schedules">What runs by itself, over all projects.</PageHeading>
      <div className={css.content}>
        <WithProjects team={team}>{(id) => <Schedules key={id} team={id} />}</WithProjects>
      </div>
    </>
  )
}

function Schedules({ team }: { team: string }) {
  const list = useInfiniteQuery({ ...schedulesQuery(team), throwOnError: true })
  if (!list.data) return <Skeleton lines={4} what="Reading the schedules" />
  const items = list.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <EmptyState
        title="Nothing runs by itself"
        action={
          <Link to="/projects" className={buttonClass('plain')}>
            Choose a project
          </Link>
        }
      >
        Schedules belong to a project: open one and add when it, or one of its suites, should run.
      </EmptyState>
    )
  }
  return (
    <>
      <ScheduleList items={items} team={team} />
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older schedules
          </Button>
        </div>
      )}
    </>
  )
}
