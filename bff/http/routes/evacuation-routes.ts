import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import {
  DryRun,
  Evacuations,
  Intention,
  NewDraft,
  NewFailback,
  PERMISSION_OF_ACT,
  Preflight,
  RegionsReadiness,
  RUN_ACTS,
  RunAct,
  WhatIf,
  type RunActVerb,
} from '#contract/evacuation/api.ts'
import { RunOutcome } from '#contract/evacuation/forecast.ts'
import { Run } from '#contract/evacuation/run.ts'
import { PROBE_HEADER, ProbeReport } from '#contract/evacuation/verdict.ts'
import { Ulid } from '#contract/ids.ts'
import { ROUTES } from '#contract/routes.ts'
import { answerOnce, ctxOf } from '../command.ts'
import { ANYONE, VIEWERS, whoMay } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['evacuations']
const Params = z.strictObject({ id: Ulid })
const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody }

export function evacuationRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  readingRoutes(room, services)
  app.post(
    ROUTES.whatIf,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'What an evacuation would do',
        description: 'Nothing is kept and nothing is written: the planner over what is seen now.',
        body: Intention,
        response: { 200: WhatIf, ...refusals },
      },
    },
    async (request) => services.evacuation.whatIf(request.body),
  )
  app.post(
    ROUTES.evacuations,
    {
      config: { policy: whoMay('evacuation.propose') },
      schema: { tags, summary: 'Draft an evacuation', body: NewDraft, response: { 201: Run, ...refusals } },
    },
    async (request, reply) => {
      const run = await services.evacuation.planDraft(request.body)
      const route = `POST ${ROUTES.evacuations}`
      return reply.code(201).send(await answerOnce({ request, services, route, status: 201, answer: Run, run }))
    },
  )
  app.post(
    pattern(ROUTES.failback),
    {
      config: { policy: whoMay('evacuation.propose') },
      schema: {
        tags,
        summary: 'Draft the way back from an evacuation',
        params: Params,
        body: NewFailback,
        response: { 201: Run, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const run = await services.evacuation.planFailback({ id, input: request.body })
      const route = `POST failback of ${id}`
      return reply.code(201).send(await answerOnce({ request, services, route, status: 201, answer: Run, run }))
    },
  )
  for (const verb of Object.keys(RUN_ACTS).filter(isRunActVerb)) actRoute(room, services, verb)
  probeRoute(room, services)
}

function readingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  judgingRoutes(room, services)
  app.get(
    ROUTES.evacuations,
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'Verdicts, planes and runs', response: { 200: Evacuations, ...refusals } },
    },
    async () => services.evacuation.evacuations(),
  )
  app.get(
    pattern(ROUTES.evacuation),
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'One run', params: Params, response: { 200: Run, ...refusals } },
    },
    async (request) => services.evacuation.getRun(request.params.id),
  )
  app.get(
    pattern(ROUTES.evacuationWrites),
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'The exact writes, as a dry run',
        params: Params,
        response: { 200: DryRun, ...refusals },
      },
    },
    async (request) => services.evacuation.dryRun(request.params.id),
  )
  app.get(
    pattern(ROUTES.evacuationRunbook),
    {
      config: { policy: VIEWERS },
      schema: { tags, summary: 'The same by hand, as a shell script', params: Params },
    },
    async (request, reply) => {
      const { id } = request.params
      return reply
        .type('text/x-shellscript; charset=utf-8')
        .header('content-disposition', `attachment; filename="spillway-${id}.sh"`)
        .send(await services.evacuation.runbook(id))
    },
  )
}

/** What stands in the way before anything is begun, and how it turned out. */
function judgingRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    pattern(ROUTES.evacuationPreflight),
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'What planes and rules say of it before it starts',
        params: Params,
        response: { 200: Preflight, ...refusals },
      },
    },
    async (request) => services.evacuation.preflight(request.params.id),
  )
  app.get(
    pattern(ROUTES.evacuationOutcome),
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'What it foretold when it started, against what was seen since',
        params: Params,
        response: { 200: RunOutcome, ...refusals },
      },
    },
    async (request) => services.evacuation.outcome(request.params.id),
  )
  app.get(
    ROUTES.readiness,
    {
      config: { policy: VIEWERS },
      schema: {
        tags,
        summary: 'How ready each region is to be left',
        response: { 200: RegionsReadiness, ...refusals },
      },
    },
    async () => services.evacuation.regionsReadiness(),
  )
}

/** Each act is a route of its own, so that each names its own policy. */
function actRoute(room: FastifyInstance, services: Services, verb: RunActVerb): void {
  room.withTypeProvider<ZodTypeProvider>().post(
    pattern((id) => ROUTES.evacuationAct(id, verb)),
    {
      config: { policy: whoMay(PERMISSION_OF_ACT[verb]) },
      schema: {
        tags,
        summary: `Act: ${verb}`,
        params: Params,
        body: RUN_ACTS[verb],
        response: { 200: Run, ...refusals },
      },
    },
    async (request) =>
      services.evacuation.actOnRun({
        ctx: ctxOf(request, services),
        id: request.params.id,
        act: RunAct.parse({ ...request.body, verb }),
      }),
  )
}

/** The agent is no person: it proves itself by its vantage point's secret, and can do nothing but report. */
function probeRoute(room: FastifyInstance, services: Services): void {
  room.withTypeProvider<ZodTypeProvider>().post(
    ROUTES.probes,
    {
      config: { policy: ANYONE },
      schema: {
        tags,
        summary: 'What a vantage point saw',
        body: ProbeReport,
        response: { 202: z.strictObject({ accepted: z.number() }), ...refusals },
      },
    },
    async (request, reply) => {
      const header = request.headers[PROBE_HEADER]
      const told = services.evacuation.receiveProbes({
        header: typeof header === 'string' ? header : undefined,
        body: request.body,
      })
      return reply.code(202).send(told)
    },
  )
}

function pattern(route: (id: string) => string): string {
  return route('ID').replace('/ID', '/:id')
}

function isRunActVerb(text: string): text is RunActVerb {
  return Object.hasOwn(RUN_ACTS, text)
}
