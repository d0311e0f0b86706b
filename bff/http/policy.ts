import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { z } from 'zod'
import { judgePolicy, type Actor, type Policy } from '#contract/access.ts'
import { PERMISSIONS, type Permission } from '#contract/permissions.ts'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
  interface FastifyRequest {
    actor: Actor | null
  }
  interface FastifyInstance {
    /** Every route there is and what it demands: what the tests walk through. */
    policies: PolicyEntry[]
  }
}

export interface PolicyEntry {
  method: string
  /** The pattern: `/api/v1/positions/:view`. */
  url: string
  policy: Policy
}

export const ANYONE: Policy = { allow: 'anyone' }
export const SIGNED_IN: Policy = { allow: 'signed-in' }
export const VIEWERS: Policy = whoMay('fleet.look')
export const ENGINEERS: Policy = whoMay('fleet.annotate')
/** The route's `:source` is whose hook it is; the secret is its `:secret`, or the bearer credentials. */
export const HOOKS: Policy = { allow: 'hook' }

export function whoMay(permission: Permission): Policy {
  return { allow: 'permission', permission }
}

/** Routes that plugins add and that cannot carry a policy themselves. */
const POLICY_BY_PREFIX: readonly (readonly [string, Policy])[] = [
  ['/assets/', ANYONE],
  ['/api/docs', VIEWERS],
]

export interface PolicyInput {
  authenticate: (request: FastifyRequest, reply: FastifyReply) => Actor | null | Promise<Actor | null>
  clock: Clock
  /** Once it is known who asks and before it is judged: fails where they ask too often. */
  guard?: (request: FastifyRequest, reply: FastifyReply) => void
  /** Whether this is the secret agreed on with that source; without it every hook is refused. */
  knowsHook?: (of: { source: string; secret: string }) => boolean
  /** Somebody known was refused. */
  onRefused?: (refusal: { actor: Actor; route: string; permission: Permission | null; requestId: string }) => void
}

/** Every route names its policy; the start fails on one that does not, so that none is open by forgetting. */
export function requirePolicies(app: FastifyInstance, input: PolicyInput): void {
  app.decorateRequest('actor', null)
  app.decorate('policies', [])
  app.addHook('onRoute', (route: RouteOptions) => {
    const policy = route.config?.policy ?? POLICY_BY_PREFIX.find(([prefix]) => route.url.startsWith(prefix))?.[1]
    if (policy === undefined) {
      throw new Error(
        `the route ${String(route.method)} ${route.url} names no policy; give it config.policy (http/policy.ts)`,
      )
    }
    route.config = { ...route.config, policy }
    for (const method of [route.method].flat()) app.policies.push({ method, url: route.url, policy })
  })
  app.addHook('onRequest', async (request, reply) => {
    const policy = request.routeOptions.config.policy ?? (request.is404 ? ANYONE : undefined)
    if (policy === undefined) throw new Failure({ code: 'forbidden', message: 'This address has no policy.' })
    if (policy.allow === 'anyone' && !request.url.startsWith('/api/')) return
    if (policy.allow === 'hook') return proveHook(request, reply, input)
    request.actor = await input.authenticate(request, reply)
    input.guard?.(request, reply)
    enforce(policy, request, input)
  })
}

const HookParams = z.object({ source: z.string(), secret: z.string().optional() })

/** Whoever fails learns nothing: not whether there is such a source, nor what was wrong. */
async function proveHook(request: FastifyRequest, reply: FastifyReply, input: PolicyInput): Promise<void> {
  const params = HookParams.safeParse(request.params)
  const secret = params.data?.secret ?? /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (params.success && secret !== undefined && input.knowsHook?.({ source: params.data.source, secret }) === true)
    return
  input.guard?.(request, reply)
  throw new Failure({ code: 'not_authenticated', message: 'Refused.' })
}

function enforce(policy: Policy, request: FastifyRequest, { clock, onRefused }: PolicyInput): void {
  const { actor } = request
  const verdict = judgePolicy(policy, actor, clock.now())
  if (verdict === 'allowed') return
  if (verdict === 'not-authenticated' || actor === null) {
    throw new Failure({ code: 'not_authenticated', message: 'Sign in first.', expected: 'a session, or a token' })
  }
  const permission = policy.allow === 'permission' ? policy.permission : null
  if (verdict === 'step-up') {
    throw new Failure({
      code: 'step_up_required',
      message: 'Prove again that it is you, then send this again.',
      expected: 'a proof not older than five minutes',
    })
  }
  onRefused?.({
    actor,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    permission,
    requestId: request.id,
  })
  throw new Failure({ code: 'forbidden', ...refusalWords(actor, permission) })
}

function refusalWords(actor: Actor, permission: Permission | null): { message: string; expected: string } {
  if (permission === null || (actor.kind === 'token' && !PERMISSIONS[permission].tokens)) {
    return { message: 'A token cannot carry this; a person must do it.', expected: 'somebody who is signed in' }
  }
  return {
    message: 'Your roles do not allow this.',
    expected: `one of the roles ${PERMISSIONS[permission].roles.join(', ')}`,
  }
}
