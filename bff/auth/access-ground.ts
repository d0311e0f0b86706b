import type { Clock } from '#bff/clock.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { StoreScope } from '#bff/store/store.ts'
import type { AccessSettings } from './access-settings.ts'
import type { IdentityProvider } from './identity-provider.ts'
import type { Seal } from './secrets.ts'

/** What every verb of this room stands on. */
export interface AccessGround {
  settings: AccessSettings
  clock: Clock
  store: StoreScope
  newUlid: () => string
  seal: Seal
  /** Null where there is none. */
  provider: IdentityProvider | null
  /** Whoever runs the server, by their name on this machine. */
  operatorName: string
  simulated: boolean
  /** Whether this person takes part in an evacuation that runs: their sessions do not time out. */
  isTakingPart: (personId: string) => boolean
  /** A session ended or somebody's roles changed: who follows a stream is to be looked at again, now. */
  onChanged: () => void
  /** Where the console is, as browsers write it; known once the server listens. */
  origin: () => string
}

/** A verb that nobody signed in can call has no actor yet. */
export type AnonymousCtx = Omit<Ctx, 'actor'>
