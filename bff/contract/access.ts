import { z } from 'zod'

/** A person holds a set of roles; none implies another. */
export const Role = z.enum(['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'])
export type Role = z.infer<typeof Role>

/** Who does it. Until sign-in exists everybody on this machine is the local operator. */
export type Actor = { kind: 'local-operator'; name: string; roles: readonly Role[] } | { kind: 'system'; name: string }

/** As written into records: `local-operator:root`. */
export function actorNameOf(actor: Actor): string {
  return `${actor.kind}:${actor.name}`
}

/** What a route demands. Every route names one; a route without one fails the build and the start. */
export type Policy = { allow: 'anyone' } | { allow: 'any-of'; roles: readonly [Role, ...Role[]] }

export function isAllowed(policy: Policy, actor: Actor): boolean {
  if (policy.allow === 'anyone') return true
  if (actor.kind === 'system') return false
  return policy.roles.some((role) => actor.roles.includes(role))
}

export const Me = z.strictObject({ name: z.string(), kind: z.enum(['local-operator']), roles: z.array(Role) })
export type Me = z.infer<typeof Me>
