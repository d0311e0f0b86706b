import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { Traffic, TrafficQuery } from '#contract/traffic.ts'
import { Failure } from '#bff/failure.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

export function trafficRoutes(room: FastifyInstance, services: Services): void {
  room.withTypeProvider<ZodTypeProvider>().get(
    ROUTES.traffic,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['traffic'],
        summary: 'The latest frame in words',
        description:
          'Each region with requests/s, error share, headroom and freshness; with `region` also its services and connections.',
        querystring: TrafficQuery,
        response: { 200: Traffic, 404: ErrorBody, 503: ErrorBody },
      },
    },
    async (request, reply) => {
      const traffic = services.traffic(request.query)
      if (traffic === null) {
        throw new Failure({ code: 'unavailable', message: 'No frame exists yet: the sources are being connected.' })
      }
      const asked = request.query.region
      if (asked !== undefined && !traffic.regions.some((region) => region.id === asked)) {
        throw new Failure({
          code: 'not_found',
          message: `There is no region "${asked}".`,
          path: 'query.region',
          expected: `one of ${traffic.regions.map((region) => region.id).join(', ')}`,
        })
      }
      return reply.header('cache-control', 'no-store').send(traffic)
    },
  )
}
