import type { IncomingMessage } from 'node:http'
import type { Actor } from '#contract/access.ts'
import { judgePermission, rolesOf } from '#contract/access.ts'
import type { AccessGround } from './access-ground.ts'
import { effectiveRoles } from './person-row.ts'
import type { Identify } from './identify.ts'
import { knockOf } from './knock.ts'
import { isSessionOver } from './session-times.ts'

/**
 * Who may follow a stream, at its handshake and again while it lasts. The handshake's cookie grows old (secrets are
 * exchanged), so that later looks ask for the session by its public id: whether it is still there, and whether its person
 * may still do what they might at the handshake. Other roles end the stream; the browser comes back as who it is now.
 */
export function createStreamPass(
  ground: AccessGround,
  identify: Identify,
): (request: IncomingMessage) => Promise<Actor | null> {
  const admitted = new WeakMap<IncomingMessage, Actor>()
  return async (request) => {
    const before = admitted.get(request)
    if (before !== undefined) return (await isStillGood(ground, before, request, identify)) ? before : null
    const { actor } = await identify(knockOf(request, ''), { mayRotate: false })
    if (actor === null || judgePermission('fleet.look', actor, ground.clock.now()) !== 'allowed') return null
    admitted.set(request, actor)
    return actor
  }
}

async function isStillGood(
  ground: AccessGround,
  before: Actor,
  request: IncomingMessage,
  identify: Identify,
): Promise<boolean> {
  if (before.kind !== 'person') {
    const { actor } = await identify(knockOf(request, ''), { mayRotate: false })
    return actor !== null && hasSameRoles(rolesOf(actor), rolesOf(before))
  }
  const person = await ground.store.people.get(before.personId)
  if (person === undefined || person.blocked_at !== null) return false
  if (!hasSameRoles(effectiveRoles(person), before.roles)) return false
  if (before.sessionId === null) return true
  const session = await ground.store.sessions.get(before.sessionId)
  return session !== undefined && !isSessionOver(session, ground.clock.now(), ground.isTakingPart(person.id))
}

function hasSameRoles(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((role) => other.includes(role))
}
