import { z } from 'zod'
import { PERMISSIONS, Role, STEP_UP_FRESH_MS, type Permission } from './permissions.ts'

export { Role } from './permissions.ts'

/**
 * A person, however they signed in: `local:ben`, `oidc:` and a hash of issuer and subject, `proxy:ben`. The same
 * subject of another issuer is another person.
 */
export const PersonId = z.string().regex(/^(?:local|oidc|proxy):[^\s\p{Cc}]{1,160}$/u, 'expected a person’s id')
export type PersonId = z.infer<typeof PersonId>

/**
 * Who does it. `local-operator` is whoever opened the console on this machine without signing in, where the
 * configuration lets them; `terminal` is a command run by the user who runs the server.
 */
export type Actor =
  | {
      kind: 'local-operator'
      name: string
      roles: readonly Role[]
    }
  | {
      kind: 'person'
      name: string
      roles: readonly Role[]
      personId: PersonId
      /** The session's public id, never the secret in the cookie; null where a trusted proxy vouches for each request. */
      sessionId: string | null
      /** When they last proved that it is them, UTC ms; null when never strongly enough. */
      stepUpAt: number | null
    }
  | { kind: 'token'; name: string; roles: readonly Role[]; tokenId: string }
  | { kind: 'terminal'; name: string; roles: readonly Role[] }
  | { kind: 'system'; name: string }

/** As written into records: `local-operator:root`, `person:Ben <local:ben>`. Unique among those who act. */
export function actorNameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.name} <${actor.personId}>`
    case 'token':
      return `token:${actor.name} <${actor.tokenId}>`
    default:
      return `${actor.kind}:${actor.name}`
  }
}

/**
 * The person behind an actor, for rules such as "a second person": the local operator is the same person before and
 * after signing in. Null for tokens, the terminal and the system, who are nobody.
 */
export function personIdOf(actor: Actor): PersonId | null {
  if (actor.kind === 'person') return actor.personId
  return actor.kind === 'local-operator' ? localPersonId(actor.name) : null
}

/** `local:ben-hope` of `Ben Hope`. */
export function localPersonId(name: string): PersonId {
  return `local:${name.trim().toLowerCase().replaceAll(/\s+/g, '-')}`
}

/** When they last proved that it is them, UTC ms; null when never. */
export function stepUpAtOf(actor: Actor): number | null {
  return actor.kind === 'person' ? actor.stepUpAt : null
}

export function rolesOf(actor: Actor): readonly Role[] {
  return actor.kind === 'system' ? [] : actor.roles
}

/** What a route demands. Every route names one; a route without one fails the build and the start. */
export type Policy =
  | { allow: 'anyone' }
  /** Whoever has a session or a place at this machine, whatever their roles: for what concerns themselves. */
  | { allow: 'signed-in' }
  | { allow: 'permission'; permission: Permission }
  /** The system that delivers to it, by the secret agreed with it: no session, token or place at this machine counts. */
  | { allow: 'hook'; by: 'secret' | 'signature' }

/** `step-up`: they may, once they have proved again that it is them. */
export type PolicyVerdict = 'allowed' | 'not-authenticated' | 'forbidden' | 'step-up'

export function judgePolicy(policy: Policy, actor: Actor | null, now: number): PolicyVerdict {
  if (policy.allow === 'anyone') return 'allowed'
  if (actor === null || policy.allow === 'hook') return 'not-authenticated'
  if (policy.allow === 'signed-in') return actor.kind === 'system' || actor.kind === 'token' ? 'forbidden' : 'allowed'
  return judgePermission(policy.permission, actor, now)
}

/** One answer for buttons, routes and verbs. */
export function judgePermission(permission: Permission, actor: Actor, now: number): PolicyVerdict {
  const rule = PERMISSIONS[permission]
  if (!rolesOf(actor).some((role) => rule.roles.includes(role))) return 'forbidden'
  if (actor.kind === 'token' && !rule.tokens) return 'forbidden'
  if (!rule.stepUp) return 'allowed'
  if (actor.kind === 'terminal') return 'forbidden'
  return isStepUpFresh(stepUpAtOf(actor), now) ? 'allowed' : 'step-up'
}

export function isStepUpFresh(stepUpAt: number | null, now: number): boolean {
  return stepUpAt !== null && now - stepUpAt <= STEP_UP_FRESH_MS
}

/** `GET /api/v1/me`: who asks. */
export const Me = z.strictObject({
  name: z.string(),
  kind: z.enum(['local-operator', 'person', 'token', 'terminal']),
  roles: z.array(Role),
})
export type Me = z.infer<typeof Me>
