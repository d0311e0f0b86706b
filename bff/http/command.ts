import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Json } from '#bff/store/canonical-json.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure } from '#bff/failure.ts'
import type { Services } from './services.ts'

/** The context of a verb: who asks, and under which request. */
export function ctxOf(request: FastifyRequest, services: Pick<Services, 'ctx'>): Ctx {
  if (request.actor === null) throw new Failure({ code: 'not_authenticated', message: 'Sign in first.' })
  return services.ctx({ actor: request.actor, requestId: request.id })
}

/**
 * Runs a command at most once for its Idempotency-Key and answers what it answered, read again by its schema: a
 * remembered answer comes from the store, as text.
 */
export async function answerOnce<Answer extends z.ZodType>(input: {
  request: FastifyRequest
  services: Services
  route: string
  status: number
  answer: Answer
  /** It acts on other systems, which no transaction may wait for. */
  actsOutside?: boolean
  run: (ctx: Ctx) => Promise<z.input<Answer>>
}): Promise<z.output<Answer>> {
  const { request, services } = input
  const once = input.actsOutside === true ? services.onceOutside : services.once
  const response = await once({
    ctx: ctxOf(request, services),
    key: idempotencyKeyOf(request),
    route: input.route,
    body: asJson(request.body),
    run: async (ctx) => ({ status: input.status, body: asJson(await input.run(ctx)) }),
  })
  return input.answer.parse(response.body)
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key']
  const key = Array.isArray(header) ? header[0] : header
  return key ?? null
}

/** What JSON can say of a value: keys without a value are left out. */
function asJson(value: unknown): Json {
  return value === undefined ? null : JSON.parse(JSON.stringify(value))
}
