import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { actorNameOf } from '#contract/access.ts'
import type { BegunSession } from '#bff/auth/begin-session.ts'
import type { Access } from '#bff/auth/create-access.ts'
import { cookieKindOf } from '#bff/auth/identify.ts'
import { knockOf } from '#bff/auth/knock.ts'
import { NOBODY } from '#bff/auth/record-access.ts'
import { writeCookie } from '#bff/auth/session-cookie.ts'
import { isFailure } from '#bff/failure.ts'
import type { Services } from '../services.ts'

/** What the routes about access are given. */
export interface AccessRoom {
  services: Services
  access: Access
}

export const ACCESS_TAGS = ['access']
export const Done = z.strictObject({ done: z.literal(true) })
export const DONE = { done: true } as const

export function cookieOf(request: FastifyRequest, { access }: Pick<AccessRoom, 'access'>) {
  return cookieKindOf(access.ground, knockOf(request.raw, request.id))
}

/** Hands the browser its new secret. What followed a stream under the old one is looked at again. */
export function handOver(
  request: FastifyRequest,
  reply: FastifyReply,
  room: Pick<AccessRoom, 'access'>,
  begun: BegunSession,
): void {
  reply.header('set-cookie', writeCookie(cookieOf(request, room), begun.secret))
  room.access.ground.onChanged()
}

/** Every proof that does not hold is written down, with where it came from; what was typed is not. */
export async function recordingRefusals<Result>(
  request: FastifyRequest,
  { access }: Pick<AccessRoom, 'access'>,
  way: string,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (isFailure(error)) {
      await access.recordRefusal({
        actor: request.actor === null ? NOBODY : actorNameOf(request.actor),
        action: 'session.refused',
        subject: way,
        detail: { why: error.code, from: request.ip },
        requestId: request.id,
      })
    }
    throw error
  }
}
