import { actorNameOf, type Actor } from '#contract/access.ts'
import type { WayIn } from '#contract/session.ts'
import { Failure } from '#bff/failure.ts'
import type { PersonRow, SessionRow } from '#bff/store/access-schema.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { effectiveRoles } from './person-row.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

export interface BegunSession {
  /** For the cookie, and nowhere else. */
  secret: string
  session: SessionRow
  person: PersonRow
}

export interface BeginSessionInput {
  ground: AccessGround
  tx: TransactionScope
  person: PersonRow
  way: WayIn | 'trusted-proxy'
  /** When they proved that it is them, strongly enough for what asks for a fresh proof. */
  stepUpAt: number | null
  /** The session this browser had; it ends. */
  replacing: string | null
  requestId: string
}

/** A session with a secret of its own: never the one the browser came with. */
export async function beginSession(input: BeginSessionInput): Promise<BegunSession> {
  const { ground, tx, person, way, stepUpAt, replacing, requestId } = input
  const now = ground.clock.now()
  refuseBlocked(person)
  if (replacing !== null) await tx.sessions.delete(replacing)
  const secret = newSecret()
  const session: SessionRow = {
    id: ground.newUlid(),
    secret_hash: hashOfSecret(secret),
    previous_hash: null,
    previous_until: null,
    person_id: person.id,
    way,
    started_at: now,
    seen_at: now,
    step_up_at: stepUpAt,
    rotation_due: 0,
  }
  await tx.sessions.add(session)
  await tx.people.seen(person.id, now)
  await tx.appendAudit({
    at: now,
    actor: actorNameOf(actorOfSession(session, person)),
    action: 'session.sign-in',
    subject: session.id,
    detail: { way, roles: effectiveRoles(person), replacing },
    requestId,
  })
  return { secret, session, person }
}

/** A fresh proof: the session goes on under a new secret, and the old one opens nothing from now on. */
export async function stepUpSession(input: {
  ground: AccessGround
  tx: TransactionScope
  session: SessionRow
  person: PersonRow
  way: WayIn
  stepUpAt: number
  requestId: string
}): Promise<BegunSession> {
  const { ground, tx, session, person, way, stepUpAt, requestId } = input
  refuseBlocked(person)
  const secret = newSecret()
  const change = {
    secret_hash: hashOfSecret(secret),
    previous_hash: null,
    previous_until: null,
    rotation_due: 0,
    step_up_at: stepUpAt,
    seen_at: ground.clock.now(),
  }
  await tx.sessions.update(session.id, change)
  await tx.appendAudit({
    at: ground.clock.now(),
    actor: actorNameOf(actorOfSession(session, person)),
    action: 'session.step-up',
    subject: session.id,
    detail: { way, stepUpAt },
    requestId,
  })
  return { secret, session: { ...session, ...change }, person }
}

export function actorOfSession(session: SessionRow, person: PersonRow): Actor {
  return {
    kind: 'person',
    name: person.name,
    personId: person.id,
    roles: effectiveRoles(person),
    sessionId: session.id,
    stepUpAt: session.step_up_at,
  }
}

function refuseBlocked(person: PersonRow): void {
  if (person.blocked_at === null) return
  throw new Failure({ code: 'forbidden', message: 'An admin has blocked this person.' })
}
