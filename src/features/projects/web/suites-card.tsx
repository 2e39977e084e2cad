import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { FullCard } from './full-card.tsx'
import css from './lists.module.css'
import { type Project, suitesQuery } from './queries.ts'
import { SearchBox } from './search-box.tsx'
import { SuiteForm } from './suite-form.tsx'
import { SuiteRow } from './suite-row.tsx'

interface SuitesCardProps {
  project: Project
  team: string
  /** A button that runs chosen suites; without it none can be chosen. */
  running?: ((suites: readonly string[]) => ReactNode) | undefined
}

/** The suites of a project: one for each page that a crawl found, and those made by hand. */
export function SuitesCard({ project, team, running }: SuitesCardProps) {
  const [search, setSearch] = useState('')
  const [making, setMaking] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const list = useInfiniteQuery({
    ...suitesQuery(team, project.id, search, 10),
    throwOnError: true,
    placeholderData: (known) => known,
  })
  const items = list.data?.pages.flatMap((page) => page.items)
  const choose = (id: string) => (on: boolean) =>
    setChosen((before) => (on ? [...before, id] : before.filter((one) => one !== id)))
  const add = project.mayEdit && !making && <Button onClick={() => setMaking(true)}>Add a suite by hand</Button>
  return (
    <FullCard
      id="suites"
      title="Suites"
      description="The tests of one page each. A crawl makes them; you can change them, and add your own."
    >
      <div className={css.body}>
        {making && <SuiteForm project={project} team={team} onCancel={() => setMaking(false)} />}
        {!items && <Skeleton lines={3} what="Reading the suites" />}
        {items && (items.length > 0 || search !== '') && (
          <div className={css.bar}>
            <SearchBox label="Search suites" value={search} onSearch={setSearch} />
            {add}
          </div>
        )}
        {items && items.length > 0 && (
          <ItemList name="Suites">
            {items.map((suite) => (
              <SuiteRow
                key={suite.id}
                suite={suite}
                {...(running && { chosen: chosen.includes(suite.id), onChoose: choose(suite.id) })}
              />
            ))}
          </ItemList>
        )}
        {chosen.length > 0 && (
          <div className={css.together}>
            {running?.(chosen)}
            <Button look="quiet" onClick={() => setChosen([])}>
              Choose none
            </Button>
          </div>
        )}
        {items?.length === 0 && search !== '' && (
          <EmptyState title="No suite matches" action={<Button onClick={() => setSearch('')}>Clear search</Button>}>
            {`No name and no address of a page has “${search}” in it.`}
          </EmptyState>
        )}
        {items?.length === 0 && search === '' && !making && (
          <EmptyState title="No suites yet" action={add && <div className={css.act}>{add}</div>}>
            A crawl makes one for every page it finds: that it loads, looks and reads as before, that its links and
            forms work, and that it got no slower and no less accessible.
          </EmptyState>
        )}
        {list.hasNextPage && (
          <div>
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more suites
            </Button>
          </div>
        )}
      </div>
    </FullCard>
  )
}
