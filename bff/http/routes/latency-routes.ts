import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { Latency, LatencyQuery } from '#contract/latency.ts'
import { ROUTES } from '#contract/routes.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

export function latencyRoutes(room: FastifyInstance, services: Services): void {
  room.withTypeProvider<ZodTypeProvider>().get(
    ROUTES.latency,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['traffic'],
        summary: 'p50 and p90 of a service or a connection over the last half hour',
        description:
          'Asks the sources, for these rows alone, no more often than every ten seconds. With `to` only what was kept is told.',
        querystring: LatencyQuery,
        response: { 200: Latency, 503: ErrorBody },
      },
    },
    async (request) => services.latency(request.query),
  )
}
