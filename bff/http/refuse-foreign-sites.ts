import type { FastifyInstance } from 'fastify'
import { ROUTES } from '#contract/routes.ts'
import { judgeSite } from '#bff/auth/same-site.ts'
import { Failure } from '#bff/failure.ts'

/** Whoever watches over this process asks by its address, not by its name. */
const FOR_PROBES: readonly string[] = [ROUTES.livez, ROUTES.readyz]

export function refuseForeignSites(app: FastifyInstance, publicUrl: string | null): void {
  app.addHook('onRequest', async (request) => {
    // A hook's sender is no browser, may know this server by any name, and proves itself by what no page knows.
    if (request.routeOptions.config.policy?.allow === 'hook') return
    if (publicUrl !== null && FOR_PROBES.includes(request.routeOptions.url ?? '')) return
    const origin = {
      method: request.method,
      host: request.headers.host,
      origin: request.headers.origin,
      secFetchSite: first(request.headers['sec-fetch-site']),
      spillwayClient: first(request.headers['spillway-client']),
    }
    const verdict = judgeSite(origin, publicUrl)
    if (verdict.kind === 'refused') {
      throw new Failure({ code: 'forbidden', message: verdict.message, expected: verdict.expected })
    }
  })
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
