import * as client from 'openid-client'
import type { Clock } from '#bff/clock.ts'
import { Failure } from '#bff/failure.ts'
import { isLoopbackName, type OidcAccess } from './access-settings.ts'

/** A sign-in that is under way: what the answer must fit, kept on the server. */
export interface OidcFlow {
  purpose: 'sign-in' | 'step-up'
  state: string
  nonce: string
  verifier: string
  returnTo: string
  /** The session that asks for a fresh proof. */
  sessionId: string | null
  endsAt: number
}

export interface VouchedIdentity {
  issuer: string
  subject: string
  name: string
  login: string
  groups: string[]
  /** UTC ms; null where the provider does not tell. */
  authenticatedAt: number | null
  acr: string | null
}

export interface IdentityProvider {
  name: string
  state(): 'unknown' | 'reachable' | 'unreachable'
  /** Where to send the browser, and what its answer will be held against. */
  begin(input: Pick<OidcFlow, 'purpose' | 'returnTo' | 'sessionId'>): Promise<{ url: string; flow: OidcFlow }>
  /** Who came back; fails where anything does not fit. */
  finish(flow: OidcFlow, callbackUrl: URL): Promise<VouchedIdentity>
  /** Asks the discovery document again, for the doctor and for whoever waits. */
  look(): Promise<void>
}

export const FLOW_MS = 10 * 60_000
/** A proof asked for now may be as old as this. */
const STEP_UP_MAX_AGE_SECONDS = 300
const TIMEOUT_SECONDS = 5
const LOOK_AGAIN_MS = 10_000

/**
 * The organisation's provider of identities, by OpenID Connect: authorization code with PKCE, state and nonce. The tokens
 * are read once, on the server, and forgotten; none ever reaches a browser or the store.
 */
export function createIdentityProvider(input: {
  settings: OidcAccess
  clock: Clock
  redirectUri: string
}): IdentityProvider {
  const { settings, clock, redirectUri } = input
  const discovery = createDiscovery(settings, clock)
  return {
    name: nameOf(settings),
    state: discovery.state,
    look: discovery.look,
    async begin({ purpose, returnTo, sessionId }) {
      await discovery.look()
      const flow: OidcFlow = {
        purpose,
        returnTo,
        sessionId,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        endsAt: clock.now() + FLOW_MS,
      }
      const url = client.buildAuthorizationUrl(await discovery.configuration(), {
        redirect_uri: redirectUri,
        scope: settings.scopes.join(' '),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(purpose === 'step-up' ? stepUpParameters(settings) : {}),
      })
      return { url: url.href, flow }
    },
    async finish(flow, callbackUrl) {
      const found = await discovery.configuration()
      try {
        return await exchange(found, settings, flow, callbackUrl)
      } catch (cause) {
        if (cause instanceof Failure) throw cause
        throw new Failure({
          code: 'not_authenticated',
          message: `${nameOf(settings)} did not vouch for this sign-in. Begin again.`,
          cause,
        })
      }
    },
  }
}

interface Discovery {
  state: IdentityProvider['state']
  look: IdentityProvider['look']
  configuration(): Promise<client.Configuration>
}

/** What the provider says of itself, asked again once it is older than ten seconds and somebody begins to sign in. */
function createDiscovery(settings: OidcAccess, clock: Clock): Discovery {
  let state: ReturnType<IdentityProvider['state']> = 'unknown'
  let known: { configuration: client.Configuration; at: number } | null = null

  async function configuration(): Promise<client.Configuration> {
    if (known !== null) return known.configuration
    try {
      const found = await discover(settings)
      known = { configuration: found, at: clock.now() }
      state = 'reachable'
      return found
    } catch (cause) {
      state = 'unreachable'
      throw unreachable(settings, cause)
    }
  }

  return {
    state: () => state,
    configuration,
    async look() {
      if (known !== null && clock.now() - known.at < LOOK_AGAIN_MS) return
      known = null
      await configuration().catch(() => {})
    },
  }
}

function stepUpParameters({ stepUpAcr }: OidcAccess): Record<string, string> {
  return {
    max_age: String(STEP_UP_MAX_AGE_SECONDS),
    // A session of minutes ago is not a proof of now: the provider is to ask.
    prompt: 'login',
    ...(stepUpAcr.length === 0 ? {} : { acr_values: stepUpAcr.join(' ') }),
  }
}

async function exchange(
  configuration: client.Configuration,
  settings: OidcAccess,
  flow: OidcFlow,
  callbackUrl: URL,
): Promise<VouchedIdentity> {
  const tokens = await client.authorizationCodeGrant(configuration, callbackUrl, {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
    ...(flow.purpose === 'step-up' ? { maxAge: STEP_UP_MAX_AGE_SECONDS } : {}),
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new Error('no identity came with the answer')
  // Groups and names are often told by userinfo alone.
  const more =
    claims[settings.groupsClaim] === undefined
      ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : {}
  const all: Record<string, unknown> = { ...more, ...claims }
  const login = text(all['preferred_username']) ?? text(all['email']) ?? claims.sub
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: text(all['name']) ?? login,
    login,
    groups: texts(all[settings.groupsClaim]),
    authenticatedAt: typeof claims.auth_time === 'number' ? claims.auth_time * 1_000 : null,
    acr: text(all['acr']),
  }
}

function discover(settings: OidcAccess): Promise<client.Configuration> {
  const server = new URL(settings.issuer)
  const isPlain = server.protocol === 'http:' && isLoopbackName(server.hostname)
  return client.discovery(server, settings.clientId, undefined, client.ClientSecretBasic(settings.clientSecret), {
    timeout: TIMEOUT_SECONDS,
    // The standard lets a client that asked the provider itself skip the signature; a proxy between may have been bad.
    execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
  })
}

function unreachable(settings: OidcAccess, cause: unknown): Failure {
  return new Failure({
    code: 'unavailable',
    message: `${nameOf(settings)} cannot be reached. Whoever has enrolled one-time codes can sign in with one.`,
    cause,
  })
}

function nameOf({ name, issuer }: OidcAccess): string {
  return name ?? new URL(issuer).host
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
