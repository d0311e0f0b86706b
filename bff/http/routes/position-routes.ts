import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Positions, PutPositions, ViewId } from '#contract/positions.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { ENGINEERS, VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['map']
const params = z.strictObject({ view: ViewId })

export function positionRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/api/v1/positions/:view',
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Where the nodes of a view stand', params, response: { 200: Positions } },
    },
    async (request) => services.getPositions({ ctx: ctxOf(request, services), view: request.params.view }),
  )
  app.put(
    '/api/v1/positions/:view',
    {
      config: { policy: ENGINEERS },
      schema: { tags, summary: 'Put the nodes of a view', params, body: PutPositions, response: { 200: Positions } },
    },
    async (request) => {
      const { view } = request.params
      return answerOnce({
        request,
        services,
        route: `PUT /api/v1/positions/${view}`,
        status: 200,
        answer: Positions,
        run: (ctx) => services.putPositions({ ctx, view, input: request.body }),
      })
    },
  )
}
