import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { queries } from '#web/queries.ts'

/** A run as pages show it. */
export type Run = AnswerOf<'GET', '/teams/{team}/runs/{id}'>
/** A case of a run. */
export type RunCase = AnswerOf<'GET', '/teams/{team}/runs/{id}/cases'>['items'][number]
/** A crawl as pages show it. */
export type Crawl = AnswerOf<'GET', '/teams/{team}/crawls/{id}'>
/** A page of a crawl in its list. */
export type CrawlPage = AnswerOf<'GET', '/teams/{team}/crawls/{id}/pages'>['items'][number]

/** What a list of runs is narrowed down to; it stands in the address. */
export interface RunFilters {
  state?: Run['state']
  trigger?: Run['trigger']
  project?: string
}

const all = 'runs'
const lookEvery = 1_000

const isOver = (state: Run['state'] | undefined): boolean =>
  state !== undefined && state !== 'queued' && state !== 'running'

/** The runs of a team that fit, newest first. While one of them is under way the list is read again and again. */
export const runsQuery = (team: string, filters: RunFilters, limit = 20) =>
  infiniteQueryOptions({
    queryKey: [all, team, 'list', filters, limit],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filters, limit, ...(pageParam && { cursor: pageParam }) }
      return api.get('/teams/{team}/runs', { params: { team }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((run) => !isOver(run.state))) ? lookEvery * 3 : false,
  })

/** One run; read every second until it is over. */
export const runQuery = (team: string, id: string) =>
  queryOptions({
    queryKey: [all, team, 'one', id],
    queryFn: ({ signal }) => api.get('/teams/{team}/runs/{id}', { params: { team, id }, signal }),
    refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : lookEvery),
  })

/** The cases of a run. `live` reads them every second. */
export const casesQuery = (team: string, id: string, live: boolean) =>
  queryOptions({
    queryKey: [all, team, 'cases', id],
    queryFn: ({ signal }) => api.get('/teams/{team}/runs/{id}/cases', { params: { team, id }, signal }),
    refetchInterval: live ? lookEvery : false,
  })

/** How a run differs from the one before. */
export const comparisonQuery = (team: string, id: string) =>
  queryOptions({
    queryKey: [all, team, 'comparison', id],
    queryFn: ({ signal }) => api.get('/teams/{team}/runs/{id}/comparison', { params: { team, id }, signal }),
  })

/** The last runs of a project. */
export const trendQuery = (team: string, project: string) =>
  queryOptions({
    queryKey: [all, team, 'trend', project],
    queryFn: ({ signal }) => api.get('/teams/{team}/projects/{project}/trend', { params: { team, project }, signal }),
  })

/** The last crawls of a project; read again while one is under way. */
export const crawlsQuery = (team: string, project: string) =>
  queryOptions({
    queryKey: [all, team, 'crawls', project],
    queryFn: ({ signal }) =>
      api.get('/teams/{team}/crawls', { params: { team }, query: { project, limit: 3 }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((crawl) => !isOver(crawl.state)) ? lookEvery : false),
  })

/** One crawl; read every second until it is over. */
export const crawlQuery = (team: string, id: string) =>
  queryOptions({
    queryKey: [all, team, 'crawl', id],
    queryFn: ({ signal }) => api.get('/teams/{team}/crawls/{id}', { params: { team, id }, signal }),
    refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : lookEvery),
  })

/** The pages of a crawl, in the order they were visited. */
export const pagesQuery = (team: string, id: string, live: boolean) =>
  infiniteQueryOptions({
    queryKey: [all, team, 'pages', id],
    queryFn: ({ pageParam, signal }) =>
      api.get('/teams/{team}/crawls/{id}/pages', {
        params: { team, id },
        query: { after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: -1,
    getNextPageParam: ({ nextAfter }) => nextAfter ?? undefined,
    refetchInterval: live ? lookEvery : false,
  })

/** Everything that was found of one page. */
export const pageQuery = (team: string, id: string, position: number) =>
  queryOptions({
    queryKey: [all, team, 'page', id, position],
    queryFn: ({ signal }) =>
      api.get('/teams/{team}/crawls/{id}/pages/{position}', {
        params: { team, id, position: String(position) },
        signal,
      }),
  })

/** Where a picture is. */
export const pictureAddress = (team: string, picture: string): string =>
  `/api/v1/teams/${encodeURIComponent(team)}/pictures/${encodeURIComponent(picture)}`

/** Reads anew whatever of runs is open. */
export const refreshRuns = (): Promise<void> => queries.invalidateQueries({ queryKey: [all] })
