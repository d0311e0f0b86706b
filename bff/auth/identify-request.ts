import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#contract/access.ts'
import type { Access } from './create-access.ts'
import { knockOf } from './knock.ts'

/** Who asks, and on the answer whatever their browser must be told of it. */
export function identifyRequest({
  identify,
}: Pick<Access, 'identify'>): (request: FastifyRequest, reply: FastifyReply) => Promise<Actor | null> {
  return async (request, reply) => {
    const { actor, setCookie } = await identify(knockOf(request.raw, request.id))
    if (setCookie !== null) reply.header('set-cookie', setCookie)
    return actor
  }
}
