import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ErrorBody } from '#contract/error.ts'
import { ROUTES } from '#contract/routes.ts'
import { HostMetrics, HostPath, HostQuery } from '#contract/services/host.ts'
import { VIEWERS } from '../policy.ts'
import type { Services } from '../services.ts'

export function hostRoutes(room: FastifyInstance, services: Services): void {
  room.withTypeProvider<ZodTypeProvider>().get(
    ROUTES.hostPattern,
    {
      config: { policy: VIEWERS },
      schema: {
        tags: ['services'],
        summary: 'The machine under an instance, second by second, over the last five minutes',
        description:
          'CPU per core, run queue, load, memory, disks and interfaces. The host is asked while this is asked, and no longer; the first answer has nothing yet. With `since` only newer samples are told.',
        params: HostPath,
        querystring: HostQuery,
        response: { 200: HostMetrics, 404: ErrorBody },
      },
    },
    async (request) => services.host({ ...request.params, ...request.query }),
  )
}
