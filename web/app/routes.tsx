import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { ServiceSearch } from '#web/features/services/service-search.ts'
import { ServicesSearch } from '#web/features/services/services-search.ts'
import { TrafficSearch } from '#web/features/traffic/traffic-search.ts'
import { nav } from '#web/messages/en.ts'
import { PATHS, searchOf, searchTextOf, type SearchValue } from '#web/urls/urls.ts'
import { NotFound } from './errors/not-found.tsx'
import { screenErrorOf } from './errors/screen-error.tsx'
import { ScreenLoading } from './screen-loading.tsx'
import { SessionGate } from './session-gate.tsx'
import { Shell } from './shell/shell.tsx'

const rootRoute = createRootRoute({
  component: () => (
    <SessionGate>
      <Shell>
        <Outlet />
      </Shell>
    </SessionGate>
  ),
  notFoundComponent: NotFound,
  errorComponent: screenErrorOf(nav.product),
})

const trafficRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.traffic,
  validateSearch: TrafficSearch,
  component: lazyRouteComponent(() => import('./traffic-page.tsx'), 'TrafficPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.traffic),
})

const servicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.services,
  validateSearch: ServicesSearch,
  component: lazyRouteComponent(() => import('./services/services-page.tsx'), 'ServicesPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.services),
})

const serviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${PATHS.services}/$service`,
  validateSearch: ServiceSearch,
  component: lazyRouteComponent(() => import('./services/service-page.tsx'), 'ServicePage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.service),
})

const changesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.changes,
  component: lazyRouteComponent(() => import('./changes/changes-page.tsx'), 'ChangesPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.changes),
})

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.sources,
  component: lazyRouteComponent(() => import('#web/features/sources/sources-screen.tsx'), 'SourcesScreen'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.sources),
})

const evacuateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.evacuate,
  component: lazyRouteComponent(() => import('./evacuate/evacuate-page.tsx'), 'EvacuatePage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.evacuate),
})

const readinessRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.readiness,
  component: lazyRouteComponent(() => import('./evacuate/readiness-page.tsx'), 'ReadinessPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.readiness),
})

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${PATHS.evacuate}/$id`,
  component: lazyRouteComponent(() => import('./evacuate/run-page.tsx'), 'RunPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.run),
})

const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: `${PATHS.evacuate}/$id/report`,
  component: lazyRouteComponent(() => import('./evacuate/report-page.tsx'), 'ReportPage'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.report),
})

const accessRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.access,
  component: lazyRouteComponent(() => import('#web/features/access/access-screen.tsx'), 'AccessScreen'),
  pendingComponent: ScreenLoading,
  errorComponent: screenErrorOf(nav.access),
})

/** What stands here is the gate's: it shows the sign-in page in place of everything. */
const signInRoute = createRoute({ getParentRoute: () => rootRoute, path: PATHS.signIn })

/** The screens there are. The search part of an address is plain words, read by each screen's own schema. */
export function createConsoleRouter({ history }: { history?: RouterHistory } = {}) {
  return createRouter({
    ...(history === undefined ? {} : { history }),
    routeTree: rootRoute.addChildren([
      trafficRoute,
      servicesRoute,
      serviceRoute,
      changesRoute,
      evacuateRoute,
      readinessRoute,
      runRoute,
      reportRoute,
      accessRoute,
      signInRoute,
      sourcesRoute,
    ]),
    parseSearch: searchOf,
    stringifySearch: (search: Record<string, SearchValue>) => searchTextOf(search),
    defaultPendingMs: 200,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
