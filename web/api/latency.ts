import { queryOptions } from '@tanstack/react-query'
import { Latency, LATENCY_STEP_MS } from '#contract/latency.ts'
import { ROUTES } from '#contract/routes.ts'
import { request, withQuery } from './request.ts'
import type { SeriesOf } from './series.ts'

/** The server asks the sources, and those may take their time. */
const TIMEOUT_MS = 25_000

/** p50 and p90 of a service or a connection: asked of the sources while this is asked; with `to` out of what was kept. */
export function latencyQuery({ region, service, source, target }: SeriesOf, to: number | null) {
  const asked = { region, service, source, target, to: to ?? undefined }
  return queryOptions({
    queryKey: ['latency', asked],
    queryFn: ({ signal }) =>
      request({ path: withQuery(ROUTES.latency, asked), schema: Latency, signal, timeoutMs: TIMEOUT_MS }),
    refetchInterval: to === null ? LATENCY_STEP_MS : false,
  })
}
