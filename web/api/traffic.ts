import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { Traffic } from '#contract/traffic.ts'
import { request, withQuery } from './request.ts'

/** The latest frame in words; with a region also its services and edges. The moving picture comes by the stream. */
export function trafficQuery({ region }: { region?: string } = {}) {
  return queryOptions({
    queryKey: ['traffic', { region }],
    queryFn: ({ signal }) => request({ path: withQuery(ROUTES.traffic, { region }), schema: Traffic, signal }),
    refetchInterval: 5_000,
  })
}
