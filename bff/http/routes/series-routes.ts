import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { PresetList } from '#contract/presets.ts'
import { ROUTES } from '#contract/routes.ts'
import { Moment, MomentQuery, Series, SeriesQuery } from '#contract/series.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

/** What charts are drawn from, and the filters an installation has named. */
export function seriesRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.series,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['history'],
        summary: 'A region, a service or a connection over time',
        querystring: SeriesQuery,
        response: { 200: Series },
      },
    },
    async (request) => services.series(request.query),
  )
  app.get(
    ROUTES.moment,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['history'],
        summary: 'The services of a region as they were so long ago',
        querystring: MomentQuery,
        response: { 200: Moment },
      },
    },
    async (request) => services.moment(request.query),
  )
  app.get(
    ROUTES.presets,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['installation'],
        summary: 'Named filters of the map',
        response: { 200: PresetList },
      },
    },
    async () => services.presets(),
  )
}
