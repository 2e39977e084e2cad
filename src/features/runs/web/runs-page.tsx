import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useTeam } from '#web/team.ts'
import { Choice } from './choice.tsx'
import { type RunFilters, runsQuery } from './run-queries.ts'
import { RunRow } from './run-row.tsx'
import { stateSays, triggerSays } from './run-words.ts'
import css from './runs.module.css'

/** Every run of the team, newest first. */
export function RunsPage() {
  const team = useTeam()
  const filters = useSearch({ from: '/shell/runs' }) as RunFilters
  const { state, trigger, project } = filters
  const chosen = { ...(state && { state }), ...(trigger && { trigger }), ...(project && { project }) }
  const runs = useInfiniteQuery(runsQuery(team.id, chosen))
  const items = runs.data?.pages.flatMap((page) => page.items)
  const filtered = Object.keys(chosen).length > 0
  return (
    <>
      <PageHeading title="Runs">What was tested, when, and how it went.</PageHeading>
      <div className={css.page}>
        <Filters chosen={chosen} />
        {runs.error && <p role="alert">{runs.error.message}</p>}
        {!items && !runs.error && <Skeleton lines={5} what="Reading the runs" />}
        {items?.length === 0 && (filtered ? <NoMatch /> : <NothingYet />)}
        {items && items.length > 0 && (
          <ItemList name="Runs">
            {items.map((run) => (
              <li key={run.id}>
                <RunRow run={run} withProject />
              </li>
            ))}
          </ItemList>
        )}
        {runs.hasNextPage && (
          <div>
            <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
              Show earlier runs
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

const NoMatch = () => (
  <EmptyState
    title="No run fits these filters"
    action={
      <Link to="/runs" search={(all) => ({ ...(all.team && { team: all.team }) })} className={buttonClass()}>
        Clear filters
      </Link>
    }
  />
)

const NothingYet = () => (
  <EmptyState
    title="Nothing has been run yet"
    action={
      <Link to="/projects" className={buttonClass()}>
        Go to the projects
      </Link>
    }
  >
    Crawl a project’s site first: its tests are made of what is found. Then run them by hand, on a schedule or from a
    pipeline.
  </EmptyState>
)

function Filters({ chosen }: { chosen: RunFilters }) {
  const navigate = useNavigate()
  const choose = (change: Partial<Record<keyof RunFilters, string>>) => {
    const search = Object.fromEntries(Object.entries({ ...chosen, ...change }).filter(([, value]) => value !== ''))
    void navigate({ to: '/runs', search: (all) => ({ ...(all.team && { team: all.team }), ...search }) })
  }
  return (
    <div className={css.filters}>
      <Choice label="State" value={chosen.state} none="Any" words={stateSays} onChoose={(state) => choose({ state })} />
      <Choice
        label="Started"
        value={chosen.trigger}
        none="Any"
        words={triggerSays}
        onChoose={(trigger) => choose({ trigger })}
      />
    </div>
  )
}
