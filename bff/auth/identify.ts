import type { Actor } from '#contract/access.ts'
import type { SessionRow, PersonRow } from '#bff/store/access-schema.ts'
import type { AccessGround } from './access-ground.ts'
import { rolesOfGroups } from './access-settings.ts'
import { actorOfSession } from './begin-session.ts'
import { keepVouchedPerson } from './keep-person.ts'
import { headerOf, type Knock } from './knock.ts'
import { effectiveRoles, federatedPersonId, rolesFromText, rolesToText } from './person-row.ts'
import { createProxyCheck, type ProxyIdentity } from './proxy-identity.ts'
import { hashOfSecret, isSameSecret, newSecret } from './secrets.ts'
import { clearCookie, readCookie, sessionCookieKind, writeCookie } from './session-cookie.ts'
import { isSessionOver, PREVIOUS_MS, SEEN_STEP_MS } from './session-times.ts'
import { isLoopbackAddress } from './same-site.ts'

export interface Identified {
  actor: Actor | null
  /** What the answer must carry: an exchanged secret, or the end of a cookie that opens nothing. */
  setCookie: string | null
}

export type Identify = (knock: Knock, options?: { mayRotate: boolean }) => Promise<Identified>

export const TOKEN_PREFIX = 'spillway_'
const NOBODY: Identified = { actor: null, setCookie: null }

/**
 * Who asks. A bearer that does not fit is nobody, and never falls back to something weaker; then the proxy's word where
 * that is the mode, then the cookie, then whoever sits at this machine, where the configuration lets them walk in.
 */
export function createIdentify(ground: AccessGround, terminalSecret: string): Identify {
  const { settings } = ground
  const checkProxy = settings.mode === 'trusted-proxy' ? createProxyCheck(settings) : null
  return async (knock, { mayRotate } = { mayRotate: true }) => {
    const bearer = headerOf(knock.headers, 'authorization')
    if (bearer !== null) return { actor: await actorOfBearer(ground, knock, bearer, terminalSecret), setCookie: null }
    const bySession = await identifyBySession(ground, knock, mayRotate)
    if (settings.mode === 'trusted-proxy') {
      const identity = checkProxy?.(knock, ground.clock.now()) ?? null
      return identity === null ? NOBODY : identifyByProxy(ground, identity, bySession, knock)
    }
    if (bySession.actor !== null || settings.mode !== 'local' || settings.walkIn.length === 0) return bySession
    const actor: Actor = { kind: 'local-operator', name: ground.operatorName, roles: settings.walkIn }
    return { ...bySession, actor }
  }
}

async function actorOfBearer(
  ground: AccessGround,
  knock: Knock,
  header: string,
  terminalSecret: string,
): Promise<Actor | null> {
  const secret = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(header)?.[1]
  if (secret === undefined) return null
  if (!secret.startsWith(TOKEN_PREFIX)) {
    if (!isLoopbackAddress(knock.peer) || !isSameSecret(secret, terminalSecret)) return null
    return { kind: 'terminal', name: ground.operatorName, roles: ['admin'] }
  }
  const now = ground.clock.now()
  const row = await ground.store.tokens.bySecret(hashOfSecret(secret))
  if (row === undefined || row.revoked_at !== null || row.ends_at <= now) return null
  if (row.last_used_at === null || now - row.last_used_at >= SEEN_STEP_MS) {
    await ground.store.tokens.update(row.id, { last_used_at: now })
  }
  return { kind: 'token', name: row.name, tokenId: row.id, roles: rolesFromText(row.roles) }
}

async function identifyBySession(ground: AccessGround, knock: Knock, mayRotate: boolean): Promise<Identified> {
  const cookie = cookieKindOf(ground, knock)
  const secret = readCookie(knock.headers.cookie, cookie)
  if (secret === null) return NOBODY
  const now = ground.clock.now()
  const session = await ground.store.sessions.bySecret(hashOfSecret(secret), now)
  const person = session === undefined ? undefined : await ground.store.people.get(session.person_id)
  if (session === undefined || person === undefined) return { actor: null, setCookie: clearCookie(cookie) }
  if (isSessionOver(session, now, ground.isTakingPart(person.id)) || person.blocked_at !== null) {
    await ground.store.sessions.delete(session.id)
    return { actor: null, setCookie: clearCookie(cookie) }
  }
  const rotated = session.rotation_due === 1 && mayRotate ? await rotate(ground, session, now) : null
  if (rotated === null && mayRotate && now - session.seen_at >= SEEN_STEP_MS) await noteSeen(ground, session, now)
  return {
    actor: actorOfSession(session, person),
    setCookie: rotated === null ? null : writeCookie(cookie, rotated),
  }
}

/** After a change of roles. What was sent with the old secret and is under way still arrives. */
async function rotate(ground: AccessGround, session: SessionRow, now: number): Promise<string> {
  const secret = newSecret()
  await ground.store.sessions.update(session.id, {
    secret_hash: hashOfSecret(secret),
    previous_hash: session.secret_hash,
    previous_until: now + PREVIOUS_MS,
    rotation_due: 0,
    seen_at: now,
  })
  return secret
}

async function noteSeen(ground: AccessGround, session: SessionRow, now: number): Promise<void> {
  await ground.store.transaction(async (tx) => {
    await tx.sessions.update(session.id, { seen_at: now })
    await tx.people.seen(session.person_id, now)
  })
}

/** The proxy's word counts for each request; a session beside it only tells when they last proved it here. */
async function identifyByProxy(
  ground: AccessGround,
  identity: ProxyIdentity,
  bySession: Identified,
  knock: Knock,
): Promise<Identified> {
  const { settings } = ground
  if (settings.mode !== 'trusted-proxy') return NOBODY
  const person = await personOfProxy(ground, identity, rolesOfGroups(settings.roles, identity.groups), knock)
  if (person.blocked_at !== null) return NOBODY
  const session = bySession.actor?.kind === 'person' && bySession.actor.personId === person.id ? bySession.actor : null
  const proofs = [identity.authenticatedAt, session?.stepUpAt ?? null].filter((at) => at !== null)
  return {
    actor: {
      kind: 'person',
      name: person.name,
      personId: person.id,
      roles: effectiveRoles(person),
      sessionId: session?.sessionId ?? null,
      stepUpAt: proofs.length === 0 ? null : Math.max(...proofs),
    },
    setCookie: bySession.setCookie,
  }
}

async function personOfProxy(
  ground: AccessGround,
  identity: ProxyIdentity,
  roles: ReturnType<typeof rolesOfGroups>,
  knock: Knock,
): Promise<PersonRow> {
  const origin = 'trusted-proxy'
  const id = federatedPersonId('proxy', origin, identity.subject)
  const now = ground.clock.now()
  const known = await ground.store.people.get(id)
  const isAsKnown = known !== undefined && known.roles === rolesToText(roles) && known.name === identity.name
  if (isAsKnown && now - (known.last_seen_at ?? 0) < SEEN_STEP_MS) return known
  const { subject, name } = identity
  const by = { now, requestId: knock.requestId }
  return ground.store.transaction((tx) =>
    keepVouchedPerson(tx, { id, origin, subject, name, login: subject, roles }, by),
  )
}

export function cookieKindOf({ settings }: AccessGround, { port }: Pick<Knock, 'port'>) {
  return sessionCookieKind({ isSecure: isSecureMode(settings), port })
}

/** Behind https; the cookie then carries `__Host-` and `Secure`. */
export function isSecureMode(settings: AccessGround['settings']): boolean {
  return settings.mode !== 'local' && settings.publicUrl.startsWith('https:')
}
