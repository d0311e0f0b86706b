import { queryOptions } from '@tanstack/react-query'
import { About } from '#contract/about.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

/** What this installation is; it does not change while it runs. */
export function aboutQuery() {
  return queryOptions({
    queryKey: ['about'],
    queryFn: ({ signal }) => request({ path: ROUTES.about, schema: About, signal }),
    staleTime: Infinity,
  })
}
