import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { seconds } from '#platform/clock.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'
import type { Filters } from './filters.ts'

/** A page of members and invited people. */
type MembersPage = AnswerOf<'GET', '/teams/{team}/members'>

/** Somebody on the list. */
export type Member = MembersPage['items'][number]

/** The name of a role. */
export type Role = Member['role']

/** A role that can be given. */
export type GivenRole = Exclude<Role, 'owner'>

/** The members of a team under some filters. Read anew while somebody looks, so that what others change is seen. */
export const membersQuery = (team: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['members', team, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit: 50, ...(pageParam && { cursor: pageParam }) }
      return api.get('/teams/{team}/members', { params: { team }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: seconds(15),
  })

/** What one member may do, and why. */
export const rightsQuery = (team: string, member: string) =>
  queryOptions({
    queryKey: ['member-rights', team, member],
    queryFn: ({ signal }) => api.get('/teams/{team}/members/{member}', { params: { team, member }, signal }),
  })

/** A team with its version, and an offer of ownership that waits. */
export const teamQuery = (team: string) =>
  queryOptions({
    queryKey: ['team', team],
    queryFn: ({ signal }) => api.get('/teams/{team}', { params: { team }, signal }),
    refetchInterval: seconds(15),
  })

/** The rules of a team. */
export const policyQuery = (team: string) =>
  queryOptions({
    queryKey: ['team-policy', team],
    queryFn: ({ signal }) => api.get('/teams/{team}/policy', { params: { team }, signal }),
  })

/** Who was removed lately. */
export const formerQuery = (team: string) =>
  queryOptions({
    queryKey: ['former-members', team],
    queryFn: ({ signal }) => api.get('/teams/{team}/former-members', { params: { team }, signal }),
  })

/** What each role may do. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => api.get('/roles', { signal }),
})

/** Reads anew whatever is open: nearly every act changes several cards. */
export const refreshTeam = (): Promise<void> => queries.invalidateQueries()
