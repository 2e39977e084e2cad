import { useQuery } from '@tanstack/react-query'
import { api } from '../client.ts'
import type { Team } from '../team.ts'

/** How far a team has come with what it does first. */
export interface TeamState {
  /** The project to go on with: one that was not crawled, else the newest; null when there is none. */
  site: string | null
  crawled: boolean
  /** Somebody else is in the team, or a key was made. */
  company: boolean
}

/** Roles that are asked to set the team up. */
export const setsUp = (team: Team | null): team is Team => team !== null && ['owner', 'admin'].includes(team.role)

/** Reads it; undefined while it is read. */
export function useTeamState(team: Team | null): TeamState | undefined {
  const id = team?.id ?? ''
  const { data } = useQuery({
    queryKey: ['projects', id, 'first-steps'],
    enabled: setsUp(team),
    throwOnError: true,
    queryFn: async ({ signal }) => {
      const params = { team: id }
      const [projects, { memberCount }, keys] = await Promise.all([
        api.get('/teams/{team}/projects', { params, signal }),
        api.get('/teams/{team}', { params, signal }),
        api.get('/teams/{team}/keys', { params, query: { limit: 1 }, signal }),
      ])
      const [newest] = projects.items
      const waiting = projects.items.find(({ crawled }) => !crawled)
      return {
        site: waiting?.id ?? newest?.id ?? null,
        crawled: projects.items.some(({ crawled }) => crawled),
        company: memberCount > 1 || keys.items.length > 0,
      }
    },
  })
  return data
}
