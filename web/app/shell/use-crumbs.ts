import { useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Roster } from '#contract/roster.ts'
import { breadcrumbOf } from '#web/features/traffic/breadcrumb.ts'
import { TrafficSearch } from '#web/features/traffic/traffic-search.ts'
import { useShownRoster } from '#web/live/use-shown.ts'
import { nav } from '#web/messages/en.ts'
import { PATHS, evacuateUrl, runUrl, servicesUrl, trafficUrl } from '#web/urls/urls.ts'
import type { Crumb } from './breadcrumb.tsx'

/** Where one is, with names instead of ids once they are known. */
export function useCrumbs(): Crumb[] {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const search = useRouterState({ select: (state) => state.location.search })
  const roster = useShownRoster()
  return useMemo(() => crumbsAt(pathname, search, roster), [pathname, search, roster])
}

export function crumbsAt(pathname: string, search: object, roster: Roster | null): Crumb[] {
  if (pathname === PATHS.access) return [{ label: nav.access }]
  if (pathname === PATHS.changes) return [{ label: nav.changes }]
  if (pathname === PATHS.sources) return [{ label: nav.sources }]
  if (pathname === PATHS.services || pathname.startsWith(`${PATHS.services}/`))
    return servicesCrumbsAt(pathname, roster)
  if (pathname === PATHS.evacuate || pathname.startsWith(`${PATHS.evacuate}/`)) return evacuateCrumbsAt(pathname)
  if (pathname !== PATHS.traffic) return [{ label: nav.product }]
  const [world, ...deeper] = breadcrumbOf(TrafficSearch.parse(search), roster).map((crumb) => ({
    label: crumb.label,
    href: trafficUrl(crumb.search),
  }))
  const traffic = { label: nav.traffic, href: world?.href ?? trafficUrl() }
  return deeper.length === 0 && world !== undefined ? [traffic, world] : [traffic, ...deeper]
}

function servicesCrumbsAt(pathname: string, roster: Roster | null): Crumb[] {
  const id = decodeURIComponent(pathname.split('/')[2] ?? '')
  const screen = { label: nav.services, href: servicesUrl() }
  if (id === '') return [screen]
  return [screen, { label: roster?.nodes.find(({ service }) => service === id)?.name ?? id }]
}

/** A run is called by the end of its id, which tells two of them apart. */
function evacuateCrumbsAt(pathname: string): Crumb[] {
  const [, , id, part] = pathname.split('/')
  const screen = { label: nav.evacuate, href: evacuateUrl() }
  if (id === undefined || id === '') return [screen]
  if (pathname === PATHS.readiness) return [screen, { label: nav.readiness }]
  const run = { label: `${nav.run} ${id.slice(-6)}`, href: runUrl(id) }
  return part === undefined ? [screen, run] : [screen, run, { label: nav.report }]
}
