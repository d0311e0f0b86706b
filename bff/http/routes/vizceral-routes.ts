import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { VizceralWorld } from '#contract/vizceral.ts'
import { Failure } from '#bff/failure.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

export function vizceralRoutes(room: FastifyInstance, services: Services): void {
  room.addHook('onRequest', async (request, reply) => {
    // Caches must not give one origin's answer to another.
    reply.header('vary', 'Origin')
    const { origin } = request.headers
    if (origin === undefined || !services.vizceralOrigins().includes(origin)) return
    reply.header('access-control-allow-origin', origin)
  })
  room.withTypeProvider<ZodTypeProvider>().get(
    ROUTES.vizceral,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['traffic'],
        summary: 'The latest frame in Vizceral’s format',
        description:
          'For pages made for Vizceral: the internet, the regions and their services, requests/s by class. What is unknown has no metrics.',
        response: { 200: VizceralWorld, 503: ErrorBody },
      },
    },
    async (_request, reply) => {
      const world = services.vizceral()
      if (world === null) {
        throw new Failure({ code: 'unavailable', message: 'No frame exists yet: the sources are being connected.' })
      }
      return reply.header('cache-control', 'no-store').send(world)
    },
  )
}
