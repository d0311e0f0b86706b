import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { Minutes, MinutesQuery, Totals, TotalsQuery } from '#contract/history.ts'
import { FramesQuery, LONGEST_REPLAY_MS, MOST_REPLAY_STEPS } from '#contract/replay.ts'
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
  // Without the type provider: it knows no answer that is not JSON.
  room.get<{ Querystring: FramesQuery }>(
    ROUTES.frames,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'Recorded frames for replay, binary',
        description: `Rosters and frames of [from, to) as the stream sends them, in one deflated container. At most ${MOST_REPLAY_STEPS} steps and ${LONGEST_REPLAY_MS / 3_600_000} hours a request.`,
        querystring: FramesQuery,
        produces: [BINARY],
        response: { 400: ErrorBody, 413: ErrorBody },
      },
    },
    async (request, reply) => {
      const answer = await services.frames(request.query)
      // What lies in the past does not change; the last minute is still growing, and old frames are thinned.
      return reply.header('cache-control', 'no-store').type(BINARY).send(answer)
    },
  )
}

const BINARY = 'application/octet-stream'
