import { rolesOfGroups, type OidcAccess } from './access-settings.ts'
import type { AccessGround } from './access-ground.ts'
import { beginSession, stepUpSession, type BegunSession } from './begin-session.ts'
import type { IdentityProvider, OidcFlow, VouchedIdentity } from './identity-provider.ts'
import { keepVouchedPerson } from './keep-person.ts'
import { federatedPersonId } from './person-row.ts'
import { Failure } from '#bff/failure.ts'

/** Somebody came back from the identity provider: a session, or a fresh proof of the one they have. */
export async function signInByOidc(input: {
  ground: AccessGround
  settings: OidcAccess
  provider: IdentityProvider
  flow: OidcFlow
  callbackUrl: URL
  /** The session this browser has now. */
  sessionId: string | null
  requestId: string
}): Promise<BegunSession> {
  const { ground, settings, provider, flow, callbackUrl, sessionId, requestId } = input
  const identity = await provider.finish(flow, callbackUrl)
  const id = federatedPersonId('oidc', identity.issuer, identity.subject)
  const stepUpAt = provenAt(identity, settings, ground.clock.now())
  return ground.store.transaction(async (tx) => {
    const { issuer, subject, name, login } = identity
    const vouched = { id, origin: issuer, subject, name, login, roles: rolesOfGroups(settings.roles, identity.groups) }
    const person = await keepVouchedPerson(tx, vouched, { now: ground.clock.now(), requestId })
    const session = sessionId === null ? undefined : await tx.sessions.get(sessionId)
    const of = { ground, tx, person, way: 'oidc' as const, requestId }
    if (flow.purpose === 'sign-in') return beginSession({ ...of, stepUpAt, replacing: session?.id ?? null })
    if (session === undefined || session.id !== flow.sessionId || session.person_id !== id) {
      throw new Failure({ code: 'forbidden', message: 'The proof is of somebody else than who is signed in here.' })
    }
    if (stepUpAt === null) {
      throw new Failure({
        code: 'forbidden',
        message: `${provider.name} did not prove it strongly enough.`,
        expected: settings.stepUpAcr.length === 0 ? 'a sign-in of now' : `acr ${settings.stepUpAcr.join(' or ')}`,
      })
    }
    return stepUpSession({ ...of, session, stepUpAt })
  })
}

/** When they proved it, where that was strong enough; a provider that does not say when has proved nothing. */
function provenAt(identity: VouchedIdentity, settings: OidcAccess, now: number): number | null {
  const { authenticatedAt, acr } = identity
  if (authenticatedAt === null) return null
  if (settings.stepUpAcr.length > 0 && (acr === null || !settings.stepUpAcr.includes(acr))) return null
  return Math.min(authenticatedAt, now)
}
