import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import type { ErrorBody, ErrorCode } from '#contract/error.ts'
import { isFailure } from '#bff/failure.ts'

const STATUS_OF: Record<ErrorCode, number> = {
  bad_request: 400,
  not_authenticated: 401,
  forbidden: 403,
  step_up_required: 401,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
}

/** Every error leaves as an ErrorBody; no stack, path or statement ever does. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const body = bodyOf(error, request)
    if (body.code === 'internal') request.log.error({ err: error, requestId: request.id }, 'request failed')
    return sendError(reply, body)
  })
}

export function sendError(reply: FastifyReply, body: ErrorBody): FastifyReply {
  return reply.code(STATUS_OF[body.code]).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}

function bodyOf(error: FastifyError, request: FastifyRequest): ErrorBody {
  const requestId = request.id
  if (isFailure(error)) {
    return {
      code: error.code,
      message: error.message,
      ...(error.path === undefined ? {} : { path: error.path }),
      ...(error.expected === undefined ? {} : { expected: error.expected }),
      requestId,
    }
  }
  if (hasZodFastifySchemaValidationErrors(error)) return refusedInput(error, requestId)
  if (isResponseSerializationError(error)) {
    return {
      code: 'internal',
      message: 'The answer did not fit its own description; this is a fault of ours.',
      requestId,
    }
  }
  if (error.statusCode === 413) {
    const mostKilobytes = (request.routeOptions.bodyLimit ?? 0) / 1_024
    return {
      code: 'too_large',
      message: 'The request is too large.',
      expected: `at most ${mostKilobytes} KiB`,
      requestId,
    }
  }
  if (error.statusCode === 429)
    return { code: 'too_many_requests', message: 'Too many requests; wait a little.', requestId }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'bad_request', message: error.message, requestId }
  }
  return { code: 'internal', message: 'Something went wrong here; quote the request id.', requestId }
}

function refusedInput(
  error: { validation: { instancePath: string; message?: string }[]; validationContext?: string | undefined },
  requestId: string,
): ErrorBody {
  const first = error.validation[0]
  const path = `${error.validationContext ?? 'body'}${(first?.instancePath ?? '').replaceAll('/', '.')}`
  const all = error.validation.map(
    (fault) => `${fault.instancePath.slice(1).replaceAll('/', '.') || 'it'}: ${fault.message ?? 'not valid'}`,
  )
  return {
    code: 'bad_request',
    message: `The request's ${error.validationContext ?? 'body'} is not as described: ${all.join('; ')}.`,
    path,
    expected: first?.message ?? 'as described at /api/docs',
    requestId,
  }
}
