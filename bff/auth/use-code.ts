import { personIdOf, type Actor } from '#contract/access.ts'
import { UseCode } from '#contract/session.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { OneTimeCodesRow, PersonRow } from '#bff/store/access-schema.ts'
import type { StoreScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { beginSession, stepUpSession, type BegunSession } from './begin-session.ts'
import { lockAfter, stepOfCode } from './one-time-codes.ts'

export interface UseCodeInput {
  ground: AccessGround
  actor: Actor | null
  input: UseCode
  requestId: string
}

/**
 * Signs in by a code of an app that was enrolled before: the way in when the identity provider is gone. Where somebody
 * is signed in, it is their fresh proof. A code counts once; wrong ones lock for longer and longer. Who is known here
 * cannot be found out: every refusal reads alike.
 */
export async function signInByCode({ ground, actor, input, requestId }: UseCodeInput): Promise<BegunSession> {
  const { login, code } = parseInput(UseCode, input)
  const candidate = await findCandidate(ground, actor, login)
  if (candidate === null) throw refused()
  const verdict = await countTry(ground, candidate, code)
  if (verdict !== 'right') throw verdict
  const now = ground.clock.now()
  return ground.store.transaction(async (tx) => {
    const sessionId = actor?.kind === 'person' ? actor.sessionId : null
    const session = sessionId === null ? undefined : await tx.sessions.get(sessionId)
    const of = { ground, tx, person: candidate.person, way: 'code' as const, stepUpAt: now, requestId }
    if (session !== undefined && session.person_id === candidate.person.id) return stepUpSession({ ...of, session })
    return beginSession({ ...of, replacing: session?.id ?? null })
  })
}

interface Candidate {
  person: PersonRow
  codes: OneTimeCodesRow
}

async function findCandidate(
  { store }: AccessGround,
  actor: Actor | null,
  login: string | undefined,
): Promise<Candidate | null> {
  const people = await peopleMeant(store, actor, login)
  for (const person of people) {
    const codes = await store.proofs.codesOf(person.id)
    if (codes !== undefined && codes.confirmed_at !== null) return { person, codes }
  }
  return null
}

async function peopleMeant(store: StoreScope, actor: Actor | null, login: string | undefined): Promise<PersonRow[]> {
  if (login !== undefined) return store.people.byLogin(login.trim().toLowerCase())
  const id = actor === null ? null : personIdOf(actor)
  const person = id === null ? undefined : await store.people.get(id)
  return person === undefined ? [] : [person]
}

/** In a transaction of its own: a wrong try counts although it is refused, and of two right ones at once one wins. */
async function countTry(ground: AccessGround, { person }: Candidate, code: string): Promise<'right' | Failure> {
  return ground.store.transaction(async (tx) => {
    const now = ground.clock.now()
    const codes = await tx.proofs.codesOf(person.id)
    if (codes === undefined) return refused()
    if (codes.locked_until > now) return locked(codes.locked_until - now)
    const step = stepOfCode({ secret: ground.seal.open(codes.sealed_secret, person.id), code, now })
    if (step !== null && step > codes.last_step) {
      await tx.proofs.putCodes({ ...codes, last_step: step, failures: 0, locked_until: 0 })
      return 'right'
    }
    const failures = codes.failures + 1
    await tx.proofs.putCodes({ ...codes, failures, locked_until: now + lockAfter(failures) })
    return refused()
  })
}

function refused(): Failure {
  return new Failure({
    code: 'not_authenticated',
    message: 'This code does not count: it is wrong, was used, or belongs to nobody here.',
    expected: 'the next code of the app',
  })
}

function locked(waitMs: number): Failure {
  return new Failure({
    code: 'too_many_requests',
    message: `Too many wrong codes; try again in ${Math.ceil(waitMs / 1_000)} s.`,
  })
}
