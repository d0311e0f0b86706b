import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { z } from 'zod'
import { judgePolicy, type Actor, type Policy } from '#contract/access.ts'
import { PERMISSIONS, type Permission } from '#contract/permissions.ts'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'
import type { SignedRequest } from '#bff/signature.ts'

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
export const HOOKS: Policy = { allow: 'hook', by: 'secret' }
/** The route's `:origin` is who has signed the delivery; its room must hand over the body as it was sent, in text. */
export const SIGNED_HOOKS: Policy = { allow: 'hook', by: 'signature' }

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
  /** Whether that origin has signed exactly this, just now; without it every signed delivery is refused. */
  knowsSigner?: (delivery: { origin: string; header: string; request: SignedRequest }) => boolean
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
    if (policy.allow === 'hook') {
      return policy.by === 'secret' ? proveHook(request, reply, input) : demandSignature(request, reply, input)
    }
    request.actor = await input.authenticate(request, reply)
    input.guard?.(request, reply)
    enforce(policy, request, input)
  })
  app.addHook('preValidation', async (request, reply) => {
    const { policy } = request.routeOptions.config
    if (policy?.allow === 'hook' && policy.by === 'signature') proveSignature(request, reply, input)
  })
}

const HookParams = z.object({ source: z.string(), secret: z.string().optional() })

/** Whoever fails learns nothing: not whether there is such a source, nor what was wrong. */
async function proveHook(request: FastifyRequest, reply: FastifyReply, input: PolicyInput): Promise<void> {
  const params = HookParams.safeParse(request.params)
  const secret = params.data?.secret ?? /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (params.success && secret !== undefined && input.knowsHook?.({ source: params.data.source, secret }) === true)
    return
  refuseHook(request, reply, input)
}

const SIGNATURE_FORM = /^t=\d{1,12},v1=[0-9a-f]{64}$/

/** What shows no signature is not even read. */
function demandSignature(request: FastifyRequest, reply: FastifyReply, input: PolicyInput): void {
  if (SIGNATURE_FORM.test(signatureOf(request))) return
  refuseHook(request, reply, input)
}

function proveSignature(request: FastifyRequest, reply: FastifyReply, input: PolicyInput): void {
  const params = z.object({ origin: z.string() }).safeParse(request.params)
  const { body, method, url: path } = request
  if (params.success && typeof body === 'string') {
    const signed = { method, path, body }
    const delivery = { origin: params.data.origin, header: signatureOf(request), request: signed }
    if (input.knowsSigner?.(delivery) === true) return
  }
  refuseHook(request, reply, input)
}

export function signatureOf({ headers }: FastifyRequest): string {
  const header = headers['spillway-signature']
  return typeof header === 'string' ? header : ''
}

function refuseHook(request: FastifyRequest, reply: FastifyReply, input: PolicyInput): never {
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
