import { userInfo } from 'node:os'
import type { Actor } from '#contract/access.ts'

/**
 * Until sign-in exists the server listens on loopback only, and whoever reaches it is the person at this machine.
 * They may look and annotate; nothing that moves traffic exists for these roles.
 */
export function localOperator(): Actor {
  return { kind: 'local-operator', name: userInfo().username, roles: ['viewer', 'engineer'] }
}
