import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Changes } from '#contract/change.ts'
import { ROUTES } from '#contract/routes.ts'
import { request, withQuery } from './request.ts'

export interface ChangesInput {
  /** UTC ms. */
  from?: number
  to?: number
  region?: string
  service?: string
  limit?: number
}

/** Deploys, configuration, experiments, actions; refreshed every 10 s. */
export function changesQuery({ from, to, region, service, limit }: ChangesInput = {}) {
  return queryOptions({
    queryKey: ['changes', { from, to, region, service, limit }],
    queryFn: ({ signal }) =>
      request({ path: withQuery(ROUTES.changes, { from, to, region, service, limit }), schema: Changes, signal }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
}
