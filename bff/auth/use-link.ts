import type { Actor } from '#contract/access.ts'
import { UseLink } from '#contract/session.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { AccessGround } from './access-ground.ts'
import { beginSession, stepUpSession, type BegunSession } from './begin-session.ts'
import { hashOfSecret } from './secrets.ts'

export interface UseLinkInput {
  ground: AccessGround
  /** Who the browser was until now. */
  actor: Actor | null
  input: UseLink
  requestId: string
}

/** Signs in by a one-time link; the link of the person who is signed in already is a fresh proof. */
export async function signInByLink({ ground, actor, input, requestId }: UseLinkInput): Promise<BegunSession> {
  const { link } = parseInput(UseLink, input)
  const now = ground.clock.now()
  return ground.store.transaction(async (tx) => {
    const row = await tx.proofs.takeLink(hashOfSecret(link))
    const person = row === undefined || row.ends_at <= now ? undefined : await tx.people.get(row.person_id)
    if (person === undefined) {
      throw new Failure({
        code: 'not_authenticated',
        message: 'This link has been used, or it is older than ten minutes.',
        expected: 'a new one: npm run sign-in -- NAME, where the server runs',
      })
    }
    const sessionId = actor?.kind === 'person' ? actor.sessionId : null
    const session = sessionId === null ? undefined : await tx.sessions.get(sessionId)
    const of = { ground, tx, person, way: 'link' as const, stepUpAt: now, requestId }
    if (session !== undefined && session.person_id === person.id) return stepUpSession({ ...of, session })
    return beginSession({ ...of, replacing: session?.id ?? null })
  })
}
