import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import {
  PutSilence,
  SilenceDraft,
  SilencePreview,
  SilenceQuery,
  Silences,
  SilenceSet,
} from '#contract/services/silence.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { ENGINEERS, VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['silences']
const refusals = { 400: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody }

export function silenceRoutes(room: FastifyInstance, services: Services): void {
  readingRoutes(room, services)
  writingRoutes(room, services)
}

function readingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.silences,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'Silences of every alerting system, the active ones first',
        response: { 200: Silences },
      },
    },
    async () => services.silences.list(),
  )
  app.post(
    ROUTES.previewSilence,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'What a silence would cover now; changes nothing',
        body: SilenceDraft,
        response: { 200: SilencePreview, ...refusals },
      },
    },
    async (request) => services.silences.preview({ ctx: ctxOf(request, services), input: request.body }),
  )
}

function writingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.post(
    ROUTES.silences,
    {
      config: { policy: ENGINEERS },
      schema: {
        tags,
        summary: 'Make a silence, or change the one named',
        description: 'What it answers is what was read back. A change of its matchers makes another one of it.',
        body: PutSilence,
        response: { 200: SilenceSet, ...refusals },
      },
    },
    async (request) =>
      answerOnce({
        request,
        services,
        route: 'POST /api/v1/silences',
        status: 200,
        answer: SilenceSet,
        actsOutside: true,
        run: (ctx) => services.silences.put({ ctx, input: request.body }),
      }),
  )
  // Ending twice is ending once, so it takes no Idempotency-Key.
  app.delete(
    ROUTES.silence('ID').replace('/ID', '/:id'),
    {
      config: { policy: ENGINEERS },
      schema: {
        tags,
        summary: 'End a silence',
        params: z.strictObject({ id: z.string().min(1).max(100) }),
        querystring: SilenceQuery,
        response: { 200: SilenceSet, ...refusals },
      },
    },
    async (request) =>
      services.silences.expire({
        ctx: ctxOf(request, services),
        input: { source: request.query.source, id: request.params.id },
      }),
  )
}
