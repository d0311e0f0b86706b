import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Minutes, MinutesQuery, Totals, TotalsQuery } from '#contract/history.ts'
import { ROUTES } from '#contract/routes.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['history']

export function historyRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.totals,
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Each region over the last hours', querystring: TotalsQuery, response: { 200: Totals } },
    },
    async (request) => services.totals(request.query),
  )
  app.get(
    ROUTES.minutes,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'Minute roll-ups of one service, or of a region’s entry',
        querystring: MinutesQuery,
        response: { 200: Minutes },
      },
    },
    async (request) => services.minutes(request.query),
  )
}
