import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { Ulid } from '#contract/ids.ts'
import { LiveSessions } from '#contract/people.ts'
import { ROUTES } from '#contract/routes.ts'
import { Session } from '#contract/session.ts'
import { clearCookie } from '#bff/auth/session-cookie.ts'
import { describeSession, endSession, listSessions } from '#bff/auth/session-verbs.ts'
import { ctxOf } from '../command.ts'
import { ANYONE, SIGNED_IN, whoMay } from '../policy.ts'
import { ACCESS_TAGS as tags, cookieOf, Done, DONE, type AccessRoom } from './access-room.ts'

export function sessionRoutes(room: FastifyInstance, { services, access }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  const { ground } = access
  app.get(
    ROUTES.session,
    {
      config: { policy: ANYONE },
      schema: { tags, summary: 'Who you are here, and the ways to become somebody', response: { 200: Session } },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return describeSession({ ground, actor: request.actor })
    },
  )
  app.delete(
    ROUTES.session,
    {
      config: { policy: SIGNED_IN },
      schema: { tags, summary: 'Sign out: requests and streams of this session end at once', response: { 200: Done } },
    },
    async (request, reply) => {
      const { actor } = request
      const id = actor?.kind === 'person' ? actor.sessionId : null
      if (id !== null) await endSession({ ground, ctx: ctxOf(request, services), id })
      reply.header('set-cookie', clearCookie(cookieOf(request, { access })))
      return DONE
    },
  )
  app.get(
    ROUTES.sessions,
    {
      config: { policy: whoMay('people.manage') },
      schema: { tags, summary: 'Every session there is', response: { 200: LiveSessions } },
    },
    async (request) => listSessions({ ground, ctx: ctxOf(request, services) }),
  )
  app.delete(
    '/api/v1/sessions/:id',
    {
      config: { policy: SIGNED_IN },
      schema: {
        tags,
        summary: 'End a session: your own, or, as an admin, anybody’s',
        params: z.strictObject({ id: Ulid }),
        response: { 200: Done, 403: ErrorBody, 404: ErrorBody },
      },
    },
    async (request) => {
      await endSession({ ground, ctx: ctxOf(request, services), id: request.params.id })
      return DONE
    },
  )
}
