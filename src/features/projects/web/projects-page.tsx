import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './lists.module.css'
import { ProjectForm } from './project-form.tsx'
import { ProjectRow } from './project-row.tsx'
import { projectsQuery } from './queries.ts'
import { SearchBox } from './search-box.tsx'
import { WithProjects } from './with-projects.tsx'
import { roomInWords } from './words.ts'

/** The sites a team tests. */
export function ProjectsPage() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading title="Projects">Each project is a site: its pages, what is tested of them, and when.</PageHeading>
      <div className={css.content}>
        <WithProjects team={team}>{(id) => <Projects key={id} team={id} />}</WithProjects>
      </div>
    </>
  )
}

function Projects({ team }: { team: string }) {
  const filters = useSearch({ from: '/shell/projects' })
  const navigate = useNavigate({ from: '/projects' })
  const [making, setMaking] = useState(false)
  const list = useInfiniteQuery({
    ...projectsQuery(team, filters),
    throwOnError: true,
    placeholderData: (known) => known,
  })
  if (!list.data) return <Skeleton lines={5} what="Reading the projects" />
  const items = list.data.pages.flatMap((page) => page.items)
  const { room, mayCreate } = list.data.pages[0] ?? { room: undefined, mayCreate: false }
  const filtered = filters.search !== undefined || filters.archived === true
  if (items.length === 0 && !filtered) {
    if (making) return <ProjectForm team={team} onCancel={() => setMaking(false)} />
    return <NoProjects mayCreate={mayCreate} onCreate={() => setMaking(true)} />
  }
  return (
    <>
      {making ? (
        <ProjectForm team={team} onCancel={() => setMaking(false)} />
      ) : (
        <div className={css.bar}>
          <SearchBox
            label="Search projects"
            value={filters.search ?? ''}
            onSearch={(search) =>
              void navigate({ search: (was) => ({ ...was, search: search || undefined }), replace: true })
            }
          />
          {mayCreate && (
            <Button look="primary" onClick={() => setMaking(true)}>
              New project
            </Button>
          )}
        </div>
      )}
      <Checkbox
        label="Show archived projects instead"
        checked={filters.archived === true}
        onChange={(on) => void navigate({ search: (was) => ({ ...was, archived: on ? true : undefined }) })}
      />
      {items.length > 0 ? (
        <ItemList name="Projects">
          {items.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </ItemList>
      ) : (
        <EmptyState
          title={filters.search ? 'No project matches' : 'No archived projects'}
          action={
            <Button
              onClick={() => void navigate({ search: (was) => ({ ...was, search: undefined, archived: undefined }) })}
            >
              Clear filters
            </Button>
          }
        >
          {filters.search ? `Nothing here has “${filters.search}” in its name, address or description.` : undefined}
        </EmptyState>
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older projects
          </Button>
        </div>
      )}
      {room && <p className={css.note}>{roomInWords(room)}</p>}
    </>
  )
}

function NoProjects({ mayCreate, onCreate }: { mayCreate: boolean; onCreate(): void }) {
  return (
    <EmptyState
      title="Which site shall be tested?"
      action={
        mayCreate ? (
          <div className={css.act}>
            <Button look="primary" onClick={onCreate}>
              Add your first site
            </Button>
          </div>
        ) : undefined
      }
    >
      {mayCreate
        ? 'Give its address. A crawl then finds its pages and makes tests for each of them, which run when you like, on a schedule or from CI.'
        : 'Owners and admins of your team add projects. As soon as there is one, it appears here.'}
    </EmptyState>
  )
}
