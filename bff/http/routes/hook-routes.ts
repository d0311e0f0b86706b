import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { DeliveryCount } from '#contract/services/delivery.ts'
import { HOOKS } from '../policy.ts'
import type { Services } from '../services.ts'

/** A group is delivered whole: thousands of alerts on a bad day. */
const MOST_BYTES = 4 * 1024 ** 2

const ADDRESS = ROUTES.alertmanagerHook('ID').replace('/ID', '/:source')

/** Answers once what was delivered is in the picture; the sender waits for nothing else. */
export function hookRoutes(room: FastifyInstance, services: Services): void {
  const app = room.withTypeProvider<ZodTypeProvider>()
  for (const url of [ADDRESS, `${ADDRESS}/:secret`]) {
    app.post(
      url,
      {
        config: { policy: HOOKS, rate: 'hook' },
        bodyLimit: MOST_BYTES,
        schema: {
          tags: ['sources'],
          summary: 'What Alertmanager’s webhook delivers, once or often, in any order',
          params: z.object({ source: z.string() }),
          response: { 200: DeliveryCount, 400: ErrorBody, 401: ErrorBody, 413: ErrorBody },
        },
      },
      async (request) => services.hooks.take({ source: request.params.source, body: request.body }),
    )
  }
}
