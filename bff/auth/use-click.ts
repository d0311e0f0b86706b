import { localPersonId, type Actor } from '#contract/access.ts'
import { Failure } from '#bff/failure.ts'
import type { AccessGround } from './access-ground.ts'
import { beginSession, stepUpSession, type BegunSession } from './begin-session.ts'

/** In the simulated world a click is proof enough, so that everything can be tried; the audit log says that it was one. */
export async function stepUpByClick(input: {
  ground: AccessGround
  actor: Actor
  requestId: string
}): Promise<BegunSession> {
  const { ground, actor, requestId } = input
  if (!ground.simulated || (actor.kind !== 'local-operator' && actor.kind !== 'person')) {
    throw new Failure({
      code: 'forbidden',
      message: 'A click proves something in the simulated world alone.',
      expected: 'a one-time link, a code, or the identity provider',
    })
  }
  const stepUpAt = ground.clock.now()
  return ground.store.transaction(async (tx) => {
    const personId = actor.kind === 'person' ? actor.personId : localPersonId(actor.name)
    const person = await tx.people.get(personId)
    if (person === undefined) throw new Failure({ code: 'not_found', message: 'Nobody here is known by this name.' })
    const sessionId = actor.kind === 'person' ? actor.sessionId : null
    const session = sessionId === null ? undefined : await tx.sessions.get(sessionId)
    const of = { ground, tx, person, way: 'click' as const, stepUpAt, requestId }
    return session === undefined ? beginSession({ ...of, replacing: null }) : stepUpSession({ ...of, session })
  })
}
