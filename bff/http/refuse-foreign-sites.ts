import type { FastifyInstance } from 'fastify'
import { judgeSite } from '#bff/auth/same-site.ts'
import { Failure } from '#bff/failure.ts'

export function refuseForeignSites(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const verdict = judgeSite({
      method: request.method,
      host: request.headers.host,
      origin: request.headers.origin,
      secFetchSite: first(request.headers['sec-fetch-site']),
      spillwayClient: first(request.headers['spillway-client']),
    })
    if (verdict.kind === 'refused') {
      throw new Failure({ code: 'forbidden', message: verdict.message, expected: verdict.expected })
    }
  })
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
