import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { ServiceId } from '#contract/ids.ts'
import { IdentityReport } from '#contract/services/identity.ts'
import { InstanceStatusSet, SetInstanceStatus } from '#contract/services/instance.ts'
import { PutScoreRules, ServiceDetail, ServicesAnswer } from '#contract/services/service.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { ENGINEERS, VIEWERS, whoMay } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['services']
const params = z.strictObject({ service: ServiceId })
const OwnScore = ServiceDetail.pick({ scoreRules: true, scoreRulesOwn: true })

export function serviceRoutes(room: FastifyInstance, services: Services): void {
  const app = typed(room)
  app.get(
    '/api/v1/services',
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'What is known of every service beyond its traffic', response: { 200: ServicesAnswer } },
    },
    async () => services.facts.services(),
  )
  app.get(
    '/api/v1/services/:service',
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'All that is known of one service',
        params,
        response: { 200: ServiceDetail, 404: ErrorBody },
      },
    },
    async (request) => services.facts.service(request.params.service),
  )
  app.get(
    '/api/v1/identity',
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Which names joined which service, and which none', response: { 200: IdentityReport } },
    },
    async () => services.facts.identity(),
  )
  scoreRoutes(app, services)
  instanceRoutes(app, services)
}

type App = ReturnType<typeof typed>

function typed(room: FastifyInstance) {
  return room.withTypeProvider<ZodTypeProvider>()
}

function scoreRoutes(app: App, services: Services): void {
  app.put(
    '/api/v1/services/:service/score-rules',
    {
      config: { policy: ENGINEERS },
      schema: {
        tags,
        summary: 'Set how the health of a service is reckoned',
        params,
        body: PutScoreRules,
        response: { 200: OwnScore, 404: ErrorBody },
      },
    },
    async (request) => {
      const { service } = request.params
      return answerOnce({
        request,
        services,
        route: `PUT /api/v1/services/${service}/score-rules`,
        status: 200,
        answer: OwnScore,
        run: (ctx) => services.facts.putScoreRules({ ctx, service, input: request.body }),
      })
    },
  )
}

function instanceRoutes(app: App, services: Services): void {
  // Says which state is wanted, so asking twice does nothing twice; and it talks to a registry, which no transaction
  // may wait for. So it takes no Idempotency-Key.
  app.post(
    '/api/v1/instances/status',
    {
      config: { policy: whoMay('instances.act') },
      schema: {
        tags,
        summary: 'Take an instance out of service, or let it serve again',
        body: SetInstanceStatus,
        response: { 200: InstanceStatusSet, 404: ErrorBody, 409: ErrorBody },
      },
    },
    async (request) => services.facts.setInstanceStatus({ ctx: ctxOf(request, services), input: request.body }),
  )
}
