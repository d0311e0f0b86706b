import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Change, ChangeDelivery } from '#contract/change.ts'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { Failure } from '#bff/failure.ts'
import { refuseNulIn } from '../refuse-nul.ts'
import { SIGNED_HOOKS, signatureOf } from '../policy.ts'
import type { Services } from '../services.ts'

const ADDRESS = ROUTES.changeHook('ID').replace('/ID', '/:origin')

/** A change told by the system that made it. It is signed as it was sent, so it is read as text and parsed once proved. */
export function changeHookRoutes(room: FastifyInstance, services: Services): void {
  room.removeAllContentTypeParsers()
  room.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  room.withTypeProvider<ZodTypeProvider>().post(
    ADDRESS,
    {
      config: { policy: SIGNED_HOOKS, rate: 'hook' },
      preValidation: async (request) => parseBody(request),
      schema: {
        tags: ['changes'],
        summary: 'A change, delivered by a signed webhook, once or often',
        description: [
          'Header `Spillway-Signature: t=<unix seconds>,v1=<hex>`: HMAC-SHA256 with the secret of that origin over',
          '`<t>\\nPOST\\n<path>\\n<body>`, not older than five minutes. The same externalId is one change: told again with',
          'more, it is amended; the very same delivery again is answered by the change as it stands.',
        ].join(' '),
        params: z.object({ origin: z.string() }),
        body: ChangeDelivery,
        response: { 200: Change, 400: ErrorBody, 401: ErrorBody, 413: ErrorBody, 429: ErrorBody },
      },
    },
    async (request) => {
      const { origin } = request.params
      const actor = { kind: 'system' as const, name: `webhook ${origin}` }
      const ctx = services.ctx({ actor, requestId: request.id })
      return services.changeHooks.take({ ctx, origin, header: signatureOf(request), delivery: request.body })
    },
  )
}

function parseBody(request: FastifyRequest): void {
  try {
    request.body = JSON.parse(String(request.body))
  } catch (cause) {
    throw new Failure({ code: 'bad_request', message: 'The body is not JSON.', path: 'body', cause })
  }
  refuseNulIn('body', request.body)
}
