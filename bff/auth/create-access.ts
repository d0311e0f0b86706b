import type { IncomingMessage } from 'node:http'
import { actorNameOf, type Actor } from '#contract/access.ts'
import { ROUTES } from '#contract/routes.ts'
import type { Clock } from '#bff/clock.ts'
import type { StoreScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import type { AccessSettings } from './access-settings.ts'
import { createIdentify, type Identify } from './identify.ts'
import { createIdentityProvider } from './identity-provider.ts'
import { keepConfiguredPeople } from './known-people.ts'
import { createRefusalRecord, type Refusal } from './record-access.ts'
import { createSignInFlows, type SignInFlows } from './sign-in-flows.ts'
import type { Seal } from './secrets.ts'
import { createStreamPass } from './stream-pass.ts'

export interface AccessInput {
  settings: AccessSettings
  clock: Clock
  store: StoreScope
  newUlid: () => string
  seal: Seal
  /** By their name on this machine. */
  operatorName: string
  /** What commands at the server's own terminal prove themselves by. */
  terminalSecret: string
  simulated: boolean
  isTakingPart?: AccessGround['isTakingPart']
  onChanged?: () => void
  origin: () => string
  onFault?: (error: unknown) => void
}

/** Who comes in and what becomes of them: what the doors to the outside are given. */
export interface Access {
  ground: AccessGround
  identify: Identify
  /** For the stream: at the handshake, and again while it lasts. */
  pass: (request: IncomingMessage) => Promise<Actor | null>
  flows: SignInFlows
  recordRefusal: (refusal: Refusal) => Promise<void>
}

export async function createAccess(input: AccessInput): Promise<Access> {
  const { settings, clock, store, newUlid, seal, simulated, origin } = input
  const ground: AccessGround = {
    settings,
    clock,
    store,
    newUlid,
    seal,
    simulated,
    origin,
    operatorName: (settings.mode === 'local' ? settings.operator.name : undefined) ?? input.operatorName,
    provider:
      settings.mode === 'oidc'
        ? createIdentityProvider({ settings, clock, redirectUri: `${settings.publicUrl}${ROUTES.oidcCallback}` })
        : null,
    isTakingPart: input.isTakingPart ?? (() => false),
    onChanged: input.onChanged ?? (() => {}),
  }
  await keepConfiguredPeople(ground, newUlid())
  const identify = createIdentify(ground, input.terminalSecret)
  return {
    ground,
    identify,
    pass: createStreamPass(ground, identify),
    flows: createSignInFlows(clock),
    recordRefusal: createRefusalRecord(ground, input.onFault ?? (() => {})),
  }
}

/** Somebody known asked for what they may not. */
export function refusalOfPermission(input: {
  actor: Actor
  route: string
  permission: string | null
  requestId: string
}): Refusal {
  const { actor, route, permission, requestId } = input
  return { actor: actorNameOf(actor), action: 'permission.refused', subject: route, detail: { permission }, requestId }
}
