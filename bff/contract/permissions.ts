import { z } from 'zod'

/** A person holds a set of roles; none implies another. */
export const Role = z.enum(['viewer', 'engineer', 'crisis-leader', 'approver', 'admin'])
export type Role = z.infer<typeof Role>

const EVERYBODY: readonly Role[] = Role.options

interface PermissionRule {
  /** Any of these roles is enough. */
  roles: readonly Role[]
  /** Asks for a proof, not older than five minutes, that it is them. */
  stepUp: boolean
  /** Whether a script's token may carry it. */
  tokens: boolean
}

/**
 * The one table of who may do what. Buttons, routes and verbs all read it. An admin decides who may act and does not
 * act; whoever proposes an evacuation never approves it (a rule of the evacuation, not of this table).
 */
export const PERMISSIONS = {
  /** See the fleet, its past, its sources, changes, alerts, incidents, plans and reports. */
  'fleet.look': rule(EVERYBODY),
  /** Record changes, arrange the map, acknowledge, silence, write into incidents. */
  'fleet.annotate': rule(['engineer', 'crisis-leader']),
  /** Take an instance out of service, or let it serve again. */
  'instances.act': rule(['engineer', 'crisis-leader'], { tokens: false }),
  /** Draft an evacuation or a failback and ask for its approval. */
  'evacuation.propose': rule(['engineer', 'crisis-leader']),
  /** Say yes or no to a plan of somebody else. */
  'evacuation.approve': rule(['approver'], { stepUp: true, tokens: false }),
  /** Begin an approved plan, or break the glass. */
  'evacuation.start': rule(['crisis-leader'], { stepUp: true, tokens: false }),
  /** Say yes as a second person: to one who began alone, to going back into a region that fails. */
  'evacuation.acknowledge': rule(['crisis-leader', 'approver'], { tokens: false }),
  /** Anyone on call may stop it where it is, at once. */
  'evacuation.pause': rule(['engineer', 'crisis-leader', 'approver']),
  /** Hold, go on, roll back: stopping must never wait for a proof. */
  'evacuation.steer': rule(['crisis-leader'], { tokens: false }),
  /** Add people, give and take roles, end sessions. */
  'people.manage': rule(['admin'], { tokens: false }),
  /** Make and revoke tokens for scripts. */
  'tokens.manage': rule(['admin'], { tokens: false }),
  /** Read the audit log. */
  'audit.read': rule(['admin', 'crisis-leader', 'approver']),
} as const satisfies Record<string, PermissionRule>

export type Permission = keyof typeof PERMISSIONS

export const Permission = z.enum(
  Object.keys(PERMISSIONS).filter((name): name is Permission => Object.hasOwn(PERMISSIONS, name)),
)

/** How long a proof that it is them counts. */
export const STEP_UP_FRESH_MS = 300_000

export function permissionsOf(roles: readonly Role[]): Permission[] {
  return Permission.options.filter((permission) => roles.some((role) => PERMISSIONS[permission].roles.includes(role)))
}

function rule(roles: readonly Role[], { stepUp = false, tokens = true } = {}): PermissionRule {
  return { roles, stepUp, tokens }
}
