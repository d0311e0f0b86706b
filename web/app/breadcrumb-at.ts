import { nav } from '#web/messages/en.ts'
import { PATHS } from '#web/urls/urls.ts'
import type { Crumb } from './shell/breadcrumb.tsx'

/** Where one is, from the address alone. */
export function breadcrumbAt(pathname: string, _search: Readonly<Record<string, unknown>>): Crumb[] {
  if (pathname === PATHS.sources) return [{ label: nav.sources }]
  return [{ label: nav.product }]
}
