import type { FastifyReply, FastifyRequest } from 'fastify'
import { actorNameOf } from '#contract/access.ts'
import { createRateLimit } from '#bff/auth/rate-limit.ts'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `proof`: somebody tries to prove who they are. `hook`: a system could not prove that it is one. */
    rate?: 'proof' | 'hook'
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Proofs by the address they come from, commands by who sends them; both far above what people do. */
export function createRateGuard(clock: Clock): (request: FastifyRequest, reply: FastifyReply) => void {
  const proofs = createRateLimit({ clock, burst: 30, perMinute: 60 })
  // Apart from the others: a system with an old secret must not keep the people beside it from signing in.
  const hooks = createRateLimit({ clock, burst: 30, perMinute: 60 })
  const commands = createRateLimit({ clock, burst: 120, perMinute: 240 })
  return (request, reply) => {
    const { rate } = request.routeOptions.config
    const waits =
      rate === 'hook'
        ? [hooks.take(request.ip)]
        : [
            rate === 'proof' ? proofs.take(request.ip) : null,
            SAFE_METHODS.has(request.method) ? null : commands.take(senderOf(request)),
          ]
    const waitMs = Math.max(...waits.map((wait) => wait ?? 0))
    if (waitMs === 0) return
    const seconds = Math.ceil(waitMs / 1_000)
    reply.header('retry-after', String(seconds))
    throw new Failure({ code: 'too_many_requests', message: `Too many requests; try again in ${seconds} s.` })
  }
}

function senderOf({ actor, ip }: FastifyRequest): string {
  return actor === null ? ip : actorNameOf(actor)
}
