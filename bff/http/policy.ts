import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { isAllowed, type Actor, type Policy } from '#contract/access.ts'
import { Failure } from '#bff/failure.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
  interface FastifyRequest {
    actor: Actor | null
  }
}

export const ANYONE: Policy = { allow: 'anyone' }
export const VIEWERS: Policy = { allow: 'any-of', roles: ['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'] }
export const ENGINEERS: Policy = { allow: 'any-of', roles: ['engineer', 'crisis-leader'] }

/** Routes that plugins add and that cannot carry a policy themselves. */
const POLICY_BY_PREFIX: readonly (readonly [string, Policy])[] = [
  ['/assets/', ANYONE],
  ['/api/docs', VIEWERS],
]

/** Every route names its policy; the start fails on one that does not, so that none is open by forgetting. */
export function requirePolicies(app: FastifyInstance, authenticate: (request: FastifyRequest) => Actor | null): void {
  app.decorateRequest('actor', null)
  app.addHook('onRoute', (route: RouteOptions) => {
    const policy = route.config?.policy ?? POLICY_BY_PREFIX.find(([prefix]) => route.url.startsWith(prefix))?.[1]
    if (policy === undefined) {
      throw new Error(
        `the route ${String(route.method)} ${route.url} names no policy; give it config.policy (http/policy.ts)`,
      )
    }
    route.config = { ...route.config, policy }
  })
  app.addHook('onRequest', async (request) => {
    request.actor = authenticate(request)
    const policy = request.routeOptions.config.policy ?? (request.is404 ? ANYONE : undefined)
    if (policy === undefined) throw new Failure({ code: 'forbidden', message: 'This address has no policy.' })
    if (policy.allow === 'anyone') return
    if (request.actor === null) throw new Failure({ code: 'not_authenticated', message: 'Sign in first.' })
    if (!isAllowed(policy, request.actor)) {
      throw new Failure({
        code: 'forbidden',
        message: 'Your roles do not allow this.',
        expected: `one of the roles ${policy.roles.join(', ')}`,
      })
    }
  })
}
