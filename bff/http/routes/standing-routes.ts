import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { Run } from '#contract/evacuation/run.ts'
import {
  ArmStanding,
  PERMISSION_OF_STANDING_ACT,
  STANDING_ACTS,
  StandingAct,
  StandingKey,
  StandingPlan,
  StandingPlans,
  type StandingActVerb,
} from '#contract/evacuation/standing.ts'
import { ROUTES } from '#contract/routes.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { VIEWERS, whoMay } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['standing plans']
const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody }

export function standingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  readingRoutes(room, services)
  app.post(
    ROUTES.refreshStanding,
    {
      config: { policy: whoMay(PERMISSION_OF_STANDING_ACT.refresh) },
      schema: {
        tags,
        summary: 'Plan every region anew',
        description: 'As each night. What is approved stays as it is; how it differs from now is told.',
        response: { 200: StandingPlans, ...refusals },
      },
    },
    async (request) => services.evacuation.standing.refresh(ctxOf(request, services)),
  )
  app.post(
    pattern((region, failure) => ROUTES.standingAct(region, failure, 'arm')),
    {
      config: { policy: whoMay(PERMISSION_OF_STANDING_ACT.arm) },
      schema: {
        tags,
        summary: 'Make an armed run of the approved plan',
        description:
          'Planned from this moment. Where that lies outside of what was approved the answer is 409, and its message names each difference.',
        params: StandingKey,
        body: ArmStanding,
        response: { 201: Run, ...refusals },
      },
    },
    async (request, reply) => {
      const key = request.params
      const { planHash } = request.body
      const run = await services.evacuation.standing.arm({ ctx: ctxOf(request, services), key, planHash })
      const route = `POST arm ${key.region}/${key.failure}`
      return reply.code(201).send(await answerOnce({ request, services, route, status: 201, answer: Run, run }))
    },
  )
  for (const verb of Object.keys(STANDING_ACTS).filter(isStandingActVerb)) actRoute(room, services, verb)
}

function readingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.standingPlans,
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'The plan that stands for each region', response: { 200: StandingPlans, ...refusals } },
    },
    async () => services.evacuation.standing.list(),
  )
  app.get(
    pattern(ROUTES.standingPlan),
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'One of them with all its steps',
        params: StandingKey,
        response: { 200: StandingPlan, ...refusals },
      },
    },
    async (request) => services.evacuation.standing.get(request.params),
  )
  app.get(
    pattern(ROUTES.standingRunbook),
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'The same by hand, as a shell script', params: StandingKey },
    },
    async (request, reply) => {
      const { file, text } = await services.evacuation.standing.runbook(request.params)
      return reply
        .type('text/x-shellscript; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(text)
    },
  )
}

/** Each act is a route of its own, so that each names its own policy. */
function actRoute(room: FastifyInstance, services: Services, verb: StandingActVerb): void {
  room.withTypeProvider<ZodTypeProvider>().post(
    pattern((region, failure) => ROUTES.standingAct(region, failure, verb)),
    {
      config: { policy: whoMay(PERMISSION_OF_STANDING_ACT[verb]) },
      schema: {
        tags,
        summary: `Act: ${verb}`,
        params: StandingKey,
        body: STANDING_ACTS[verb],
        response: { 200: StandingPlan, ...refusals },
      },
    },
    async (request) =>
      services.evacuation.standing.act({
        ctx: ctxOf(request, services),
        key: request.params,
        act: StandingAct.parse({ ...request.body, verb }),
      }),
  )
}

function pattern(route: (region: string, failure: string) => string): string {
  return route('REGION', 'FAILURE').replace('/REGION/FAILURE', '/:region/:failure')
}

function isStandingActVerb(text: string): text is StandingActVerb {
  return Object.hasOwn(STANDING_ACTS, text)
}
