import type { FastifyRequest } from 'fastify'
import type { Ctx } from '#bff/ctx.ts'
import { Failure } from '#bff/failure.ts'
import type { Services } from './services.ts'

/** The context of a verb: who asks, and under which request. */
export function ctxOf(request: FastifyRequest, services: Pick<Services, 'ctx'>): Ctx {
  if (request.actor === null) throw new Failure({ code: 'not_authenticated', message: 'Sign in first.' })
  return services.ctx({ actor: request.actor, requestId: request.id })
}

export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key']
  const key = Array.isArray(header) ? header[0] : header
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Failure({
      code: 'bad_request',
      message: 'The Idempotency-Key cannot be used.',
      path: 'headers.idempotency-key',
      expected: '1 to 200 visible ASCII characters, such as a UUID',
    })
  }
  return key
}
