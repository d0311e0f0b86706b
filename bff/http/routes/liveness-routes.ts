import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { About, Liveness, Readiness } from '#contract/about.ts'
import { Me } from '#contract/access.ts'
import { ROUTES } from '#contract/routes.ts'
import { Failure } from '#bff/failure.ts'
import { ANYONE, VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

const tags = ['installation']

export function livenessRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.livez,
    { config: { policy: ANYONE }, schema: { tags, summary: 'Does the process turn?', response: { 200: Liveness } } },
    async () => ({ alive: true as const }),
  )
  app.get(
    ROUTES.readyz,
    {
      config: { policy: ANYONE },
      schema: { tags, summary: 'May traffic be sent to this server?', response: { 200: Readiness, 503: Readiness } },
    },
    async (_request, reply) => {
      const readiness = await services.readiness()
      return reply.code(readiness.ready ? 200 : 503).send(readiness)
    },
  )
  app.get(
    ROUTES.about,
    { config: { policy: VIEWERS }, schema: { tags, summary: 'What this installation is', response: { 200: About } } },
    async () => services.about(),
  )
  app.get(
    ROUTES.me,
    { config: { policy: VIEWERS }, schema: { tags, summary: 'Who you are', response: { 200: Me } } },
    async (request) => {
      const actor = request.actor
      if (actor === null || actor.kind === 'system') {
        throw new Failure({ code: 'not_authenticated', message: 'Sign in first.' })
      }
      return { name: actor.name, kind: actor.kind, roles: [...actor.roles] }
    },
  )
}
