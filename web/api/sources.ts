import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { Sources } from '#contract/about.ts'
import { ROUTES } from '#contract/routes.ts'
import { request } from './request.ts'

/** The systems read from. The stream's heartbeat carries the same, sooner; this is for when there is no stream. */
export function sourcesQuery() {
  return queryOptions({
    queryKey: ['sources'],
    queryFn: ({ signal }) => request({ path: ROUTES.sources, schema: Sources, signal }),
    refetchInterval: 5_000,
  })
}

/** Ends a source's waiting time: it is asked at once. How it went shows in its state. */
export function trySourceMutation() {
  return mutationOptions({
    mutationKey: ['sources', 'try-now'],
    mutationFn: (sourceId: string) =>
      request({
        path: ROUTES.trySource(sourceId),
        method: 'POST',
        schema: Sources,
        idempotencyKey: crypto.randomUUID(),
      }),
  })
}
