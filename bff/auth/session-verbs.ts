import { actorNameOf, personIdOf, rolesOf, stepUpAtOf, type Actor } from '#contract/access.ts'
import type { LiveSessions } from '#contract/people.ts'
import { STEP_UP_FRESH_MS, permissionsOf } from '#contract/permissions.ts'
import type { Session, SignedIn, WayIn } from '#contract/session.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure } from '#bff/failure.ts'
import type { AccessGround } from './access-ground.ts'
import { endsOfSession, isSessionOver } from './session-times.ts'

/** Who asks, and what there is to become somebody. */
export async function describeSession({
  ground,
  actor,
}: {
  ground: AccessGround
  actor: Actor | null
}): Promise<Session> {
  const { settings, provider, simulated, clock } = ground
  const signedIn = actor === null ? null : await describeActor(ground, actor)
  const codes: WayIn[] = settings.mode !== 'trusted-proxy' ? ['code'] : []
  const byMode: WayIn[] = settings.mode === 'oidc' ? ['oidc'] : settings.mode === 'local' ? ['link'] : []
  return {
    mode: settings.mode,
    signedIn,
    waysIn: provider?.state() === 'unreachable' ? [...codes, ...byMode] : [...byMode, ...codes],
    waysToStepUp: [
      ...(simulated ? (['click'] as const) : []),
      ...byMode,
      ...(signedIn?.hasCodes === true ? (['code'] as const) : []),
    ],
    identityProvider: provider === null ? null : { name: provider.name, state: provider.state() },
    simulated,
    serverAt: clock.now(),
  }
}

async function describeActor(ground: AccessGround, actor: Actor): Promise<SignedIn | null> {
  const personId = personIdOf(actor)
  if (personId === null || actor.kind === 'system') return null
  const sessionId = actor.kind === 'person' ? actor.sessionId : null
  const row = sessionId === null ? undefined : await ground.store.sessions.get(sessionId)
  const ends = row === undefined ? null : endsOfSession(row, ground.isTakingPart(personId))
  const stepUpAt = stepUpAtOf(actor)
  const codes = await ground.store.proofs.codesOf(personId)
  const roles = [...rolesOf(actor)]
  return {
    name: actor.name,
    personId,
    isWalkIn: actor.kind === 'local-operator',
    roles,
    permissions: permissionsOf(roles),
    stepUpFreshUntil: stepUpAt === null ? null : stepUpAt + STEP_UP_FRESH_MS,
    sessionId,
    signedInAt: row?.started_at ?? null,
    idleEndsAt: ends?.idleEndsAt ?? null,
    endsAt: ends?.endsAt ?? null,
    hasCodes: codes !== undefined && codes.confirmed_at !== null,
  }
}

interface Input {
  ground: AccessGround
  ctx: Ctx
}

export async function listSessions({ ground, ctx }: Input): Promise<LiveSessions> {
  const now = ctx.clock.now()
  const own = ctx.actor.kind === 'person' ? ctx.actor.sessionId : null
  const rows = await ctx.store.sessions.list()
  return {
    sessions: rows
      .filter(({ session }) => !isSessionOver(session, now, ground.isTakingPart(session.person_id)))
      .map(({ session, person }) => ({
        id: session.id,
        personId: person.id,
        name: person.name,
        way: session.way,
        startedAt: session.started_at,
        seenAt: session.seen_at,
        stepUpAt: session.step_up_at,
        isYours: session.id === own,
        isTakingPart: ground.isTakingPart(person.id),
      })),
  }
}

/** One's own, or, for an admin, anybody's: nothing it began can be asked or followed any more, from now on. */
export async function endSession({ ground, ctx, id }: Input & { id: string }): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const session = await tx.sessions.get(id)
    const isOwn = session !== undefined && session.person_id === personIdOf(ctx.actor)
    if (!isOwn && !rolesOf(ctx.actor).includes('admin')) {
      throw new Failure({
        code: 'forbidden',
        message: 'Sessions of others are ended by an admin.',
        expected: 'the role admin',
      })
    }
    if (session === undefined) throw new Failure({ code: 'not_found', message: 'There is no such session (any more).' })
    await tx.sessions.delete(id)
    await tx.appendAudit({
      at: ctx.clock.now(),
      actor: actorNameOf(ctx.actor),
      action: isOwn ? 'session.sign-out' : 'session.end',
      subject: id,
      detail: { person: session.person_id },
      requestId: ctx.requestId,
    })
  })
  ground.onChanged()
}
