import { createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router'
import { welcomeQuery } from '#features/auth/web/welcome-query.ts'
import { type Standing, standings } from '#features/notifications/standings.ts'
import { runStates, triggers } from '#features/runs/run-states.ts'
import type { RunFilters } from '#features/runs/web/run-queries.ts'
import { accountQuery } from './account.ts'
import { ApiRefusal } from './api-refusal.ts'
import { Skeleton } from './kit/skeleton.tsx'
import { openRoutes, root } from './open-routes.tsx'
import { queries } from './queries.ts'
import { noteArrival } from './shell/arrival.ts'
import { Failure, NotFound } from './shell/failures.tsx'
import { takeLinkToken } from './shell/link-token.ts'
import { morePages } from './shell/more-pages.ts'
import { settingsTabs } from './shell/settings-tabs.ts'
import { teamInAddress } from './team.ts'

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/welcome' })
  },
})

/** Everything for signed-in people. Strangers go to the sign-in page and come back afterwards. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  validateSearch: teamInAddress,
  search: { middlewares: [retainSearchParams(['team'])] },
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(accountQuery)
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal) || refusal.code !== 'signed_out') throw refusal
      const next = location.pathname === '/welcome' ? {} : { next: location.href }
      throw redirect({ to: '/sign-in', search: next })
    }
  },
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
})
const welcome = createRoute({
  getParentRoute: () => shell,
  path: '/welcome',
  loader: () => queries.ensureQueryData(welcomeQuery),
  component: lazyRouteComponent(() => import('./welcome/welcome-page.tsx'), 'WelcomePage'),
})
/** Filters of a list stand in its address, so that Back works and a link can be sent. */
const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  validateSearch: ({ search, archived }: Record<string, unknown>): { search?: string; archived?: true } => ({
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(archived === true && { archived }),
  }),
  component: lazyRouteComponent(() => import('#features/projects/web/projects-page.tsx'), 'ProjectsPage'),
})
const project = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project',
  component: lazyRouteComponent(() => import('./project/project-page.tsx'), 'TestedProjectPage'),
})
const suite = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$project/suites/$suite',
  component: lazyRouteComponent(() => import('./project/suite-page.tsx'), 'TestedSuitePage'),
})
const schedules = createRoute({
  getParentRoute: () => shell,
  path: '/schedules',
  component: lazyRouteComponent(() => import('#features/projects/web/schedules-page.tsx'), 'SchedulesPage'),
})
/** A word of an address that must be one of these. */
const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value)

const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  validateSearch: ({ state, trigger, project }: Record<string, unknown>): RunFilters => {
    const [known, started] = [oneOf(runStates, state), oneOf(triggers, trigger)]
    return {
      ...(known && { state: known }),
      ...(started && { trigger: started }),
      ...(typeof project === 'string' && /^prj_\w+$/.test(project) && { project }),
    }
  },
  component: lazyRouteComponent(() => import('#features/runs/web/runs-page.tsx'), 'RunsPage'),
})
const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$run',
  component: lazyRouteComponent(() => import('#features/runs/web/run-page.tsx'), 'RunPage'),
})
const crawl = createRoute({
  getParentRoute: () => shell,
  path: '/crawls/$crawl',
  component: lazyRouteComponent(() => import('#features/runs/web/crawl-page.tsx'), 'CrawlPage'),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./shell/settings-layout.tsx'), 'SettingsLayout'),
})
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: `/settings/${settingsTabs[0].path}`, replace: true })
  },
})
const tabs = settingsTabs.map((tab) =>
  createRoute({
    getParentRoute: () => settings,
    path: tab.path,
    component: tab.component,
    ...('loader' in tab && { loader: tab.loader }),
  }),
)
const more = morePages.map(({ path, component }) => createRoute({ getParentRoute: () => shell, path, component }))
const roles = createRoute({
  getParentRoute: () => settings,
  path: '/team/roles',
  component: lazyRouteComponent(() => import('#features/team/web/roles-page.tsx'), 'RolesPage'),
})
const notifications = createRoute({
  getParentRoute: () => settings,
  path: 'notifications',
  component: lazyRouteComponent(
    () => import('#features/notifications/web/notifications-page.tsx'),
    'NotificationsPage',
  ),
})
// Under names of their own: other pages have another `state` in their address.
const slackReturn = createRoute({
  getParentRoute: () => settings,
  path: 'notifications/slack',
  validateSearch: (search: Record<string, unknown>): { slackCode?: string; slackState?: string } => {
    const [slackCode, slackState] = [search.slackCode ?? search.code, search.slackState ?? search.state]
    return {
      ...(typeof slackCode === 'string' && { slackCode }),
      ...(typeof slackState === 'string' && { slackState }),
    }
  },
  component: lazyRouteComponent(() => import('#features/notifications/web/slack-return-page.tsx'), 'SlackReturnPage'),
})
const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  component: lazyRouteComponent(() => import('#features/notifications/web/inbox-page.tsx'), 'InboxPage'),
})
const allDeliveries = createRoute({
  getParentRoute: () => shell,
  path: '/operate/notifications',
  validateSearch: ({ show }: Record<string, unknown>): { show?: Standing } => {
    const known = oneOf(standings, show)
    return { ...(known && { show: known }) }
  },
  component: lazyRouteComponent(
    () => import('#features/notifications/web/all-deliveries-page.tsx'),
    'AllDeliveriesPage',
  ),
})
const outbox = createRoute({
  getParentRoute: () => shell,
  path: '/operate/outbox',
  component: lazyRouteComponent(() => import('#features/operate/web/outbox-page.tsx'), 'OutboxPage'),
})
const health = createRoute({
  getParentRoute: () => shell,
  path: '/operate/health',
  component: lazyRouteComponent(() => import('#features/operate/web/health-page.tsx'), 'HealthPage'),
})

const tree = root.addChildren([
  start,
  ...openRoutes,
  shell.addChildren([
    welcome,
    inbox,
    allDeliveries,
    projects,
    project,
    suite,
    runs,
    run,
    crawl,
    schedules,
    ...more,
    outbox,
    health,
    settings.addChildren([settingsStart, roles, notifications, slackReturn, ...tabs]),
  ]),
])

// Before the router reads the address.
takeLinkToken()

/** Every address of the page. */
export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: () => <Skeleton lines={4} />,
  defaultPendingMs: 300,
})

/** Fetches the code of the page in the address while its reader is still asked for: its guard would otherwise let it wait for the answer. */
export function fetchOpenPage(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation))
    router.loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])?.catch(() => {}) // said where the page is opened
}

router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) noteArrival()
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
