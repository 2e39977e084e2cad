import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import { addressOfFilters, filtersIn, isFiltered } from './filters.ts'
import { viewsQuery } from './log-queries.ts'
import type { useFilters } from './use-filters.ts'
import css from './views-bar.module.css'

/** The views the team keeps: one press sets all filters. */
export function ViewsBar({ team, filtering }: { team: Team; filtering: ReturnType<typeof useFilters> }) {
  const { filters, replaceAll } = filtering
  const { data } = useQuery(viewsQuery(team.id))
  const known = useQueryClient()
  const [name, setName] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const address = addressOfFilters(filters)
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work()
      setFault(null)
      setName('')
      announce(done)
      await known.invalidateQueries({ queryKey: viewsQuery(team.id).queryKey })
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setFault(refusal.message)
    }
  }
  const views = data?.items ?? []
  const here = views.find((view) => view.filters === address)
  if (views.length === 0 && !isFiltered(filters)) return null
  return (
    <div className={css.bar}>
      {views.length > 0 && (
        <ul className={css.views} aria-label="Saved views">
          {views.map((view) => (
            <li key={view.id}>
              <Button
                look={view === here ? 'plain' : 'quiet'}
                aria-pressed={view === here}
                onClick={() => replaceAll(filtersIn(Object.fromEntries(new URLSearchParams(view.filters))))}
              >
                {view.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {here && (
        <Button
          look="quiet"
          onClick={() =>
            void act(
              () => api.delete('/teams/{team}/audit/views/{view}', { params: { team: team.id, view: here.id } }),
              'The view was deleted.',
            )
          }
        >
          Delete the view “{here.name}”
        </Button>
      )}
      {isFiltered(filters) && !here && (
        <form
          className={css.keep}
          onSubmit={(event) => {
            event.preventDefault()
            void act(
              () =>
                api.post('/teams/{team}/audit/views', { params: { team: team.id }, body: { name, filters: address } }),
              'The view was saved.',
            )
          }}
        >
          <input
            aria-label="Name of the view"
            placeholder="Name of the view"
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit">Save view</Button>
        </form>
      )}
      {fault && <p role="alert">{fault}</p>}
    </div>
  )
}
