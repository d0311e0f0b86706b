import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { Ulid } from '#contract/ids.ts'
import { ROUTES } from '#contract/routes.ts'
import { MadeToken, NewToken, Token, Tokens } from '#contract/tokens.ts'
import { listTokens, makeToken, revokeToken } from '#bff/auth/token-verbs.ts'
import { ctxOf } from '../command.ts'
import { whoMay } from '../policy.ts'
import { ACCESS_TAGS as tags, type AccessRoom } from './access-room.ts'

const config = { policy: whoMay('tokens.manage') }

export function tokenRoutes(room: FastifyInstance, { services }: AccessRoom): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  app.get(
    ROUTES.tokens,
    {
      config,
      schema: { tags, summary: 'Tokens for scripts, newest first, without their secrets', response: { 200: Tokens } },
    },
    async (request) => listTokens({ ctx: ctxOf(request, services) }),
  )
  app.post(
    ROUTES.tokens,
    {
      config,
      schema: {
        tags,
        summary: 'Make a token for a script',
        description: 'The secret is in this answer alone. It is sent as `Authorization: Bearer …`.',
        body: NewToken,
        response: { 201: MadeToken, 400: ErrorBody, 403: ErrorBody },
      },
    },
    async (request, reply) => {
      reply.code(201).header('cache-control', 'no-store')
      return makeToken({ ctx: ctxOf(request, services), input: request.body })
    },
  )
  app.delete(
    '/api/v1/tokens/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a token: from the next request on it opens nothing',
        params: z.strictObject({ id: Ulid }),
        response: { 200: Token, 403: ErrorBody, 404: ErrorBody },
      },
    },
    async (request) => revokeToken({ ctx: ctxOf(request, services), id: request.params.id }),
  )
}
