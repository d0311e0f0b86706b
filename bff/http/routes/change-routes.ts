import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Change, Changes, ChangesQuery, NewChange } from '#contract/change.ts'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { ENGINEERS, VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['changes']

export function changeRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.changes,
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Changes, newest first', querystring: ChangesQuery, response: { 200: Changes } },
    },
    async (request) => services.listChanges({ ctx: ctxOf(request, services), input: request.query }),
  )
  app.post(
    ROUTES.changes,
    {
      config: { policy: ENGINEERS },
      schema: {
        tags,
        summary: 'Record a change',
        description: 'The same origin and externalId are one change: sent again, it answers the first.',
        body: NewChange,
        response: { 201: Change, 400: ErrorBody, 403: ErrorBody, 409: ErrorBody },
      },
    },
    async (request, reply) => {
      const change = await answerOnce({
        request,
        services,
        route: 'POST /api/v1/changes',
        status: 201,
        answer: Change,
        run: (ctx) => services.recordChange({ ctx, input: request.body }),
      })
      return reply.code(201).send(change)
    },
  )
}
