import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Sources } from '#contract/about.ts'
import { ErrorBody } from '#contract/error.ts'
import { SourceId } from '#contract/ids.ts'
import { ROUTES } from '#contract/routes.ts'
import { Failure } from '#bff/failure.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['sources']

export function sourceRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.sources,
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Every source and how it stands', response: { 200: Sources } },
    },
    async () => ({ sources: [...services.sources()] }),
  )
  app.post(
    '/api/v1/sources/:id/try-now',
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'Ask this source now instead of waiting for the next attempt',
        params: z.strictObject({ id: SourceId }),
        response: { 202: Sources, 404: ErrorBody },
      },
    },
    async (request, reply) => {
      if (!services.trySource(request.params.id)) {
        throw new Failure({
          code: 'not_found',
          message: `There is no source "${request.params.id}".`,
          path: 'params.id',
        })
      }
      return reply.code(202).send({ sources: [...services.sources()] })
    },
  )
}
