import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** A project as pages show it. */
export type Project = AnswerOf<'GET', '/teams/{team}/projects/{project}'>

/** A suite in a list. */
export type Suite = AnswerOf<'GET', '/teams/{team}/projects/{project}/suites'>['items'][number]

/** A suite with its cases. */
export type FullSuite = AnswerOf<'GET', '/teams/{team}/suites/{suite}'>

/** A test case. */
export type Case = FullSuite['items'][number]

/** A schedule. */
export type Schedule = AnswerOf<'GET', '/teams/{team}/schedules'>['items'][number]

const all = 'projects'

/** The projects of a team that fit the filters, newest first. */
export const projectsQuery = (team: string, filters: { search?: string; archived?: true } = {}) =>
  infiniteQueryOptions({
    queryKey: [all, team, 'list', filters],
    queryFn: ({ pageParam, signal }) => {
      const { search, archived } = filters
      const query = {
        ...(search && { search }),
        ...(archived && { archived: 'true' as const }),
        ...(pageParam && { cursor: pageParam }),
      }
      return api.get('/teams/{team}/projects', { params: { team }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })

/** One project. */
export const projectQuery = (team: string, project: string) =>
  queryOptions({
    queryKey: [all, team, 'one', project],
    queryFn: ({ signal }) => api.get('/teams/{team}/projects/{project}', { params: { team, project }, signal }),
  })

/** The suites of a project that fit a search, in their order. */
export const suitesQuery = (team: string, project: string, search = '', limit = 20) =>
  infiniteQueryOptions({
    queryKey: [all, team, 'suites', project, search, limit],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(search && { search }), ...(pageParam && { cursor: pageParam }), limit }
      return api.get('/teams/{team}/projects/{project}/suites', { params: { team, project }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })

/** A suite with its cases. */
export const suiteQuery = (team: string, suite: string) =>
  queryOptions({
    queryKey: [all, team, 'suite', suite],
    queryFn: ({ signal }) => api.get('/teams/{team}/suites/{suite}', { params: { team, suite }, signal }),
  })

/** The schedules of a team, or of one project. */
export const schedulesQuery = (team: string, project?: string) =>
  infiniteQueryOptions({
    queryKey: [all, team, 'schedules', project ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(project && { project }), ...(pageParam && { cursor: pageParam }) }
      return api.get('/teams/{team}/schedules', { params: { team }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })

/** Reads anew whatever of projects is open. Resolves when the page shows what is true now. */
export const refreshProjects = (): Promise<void> => queries.invalidateQueries({ queryKey: [all] })
