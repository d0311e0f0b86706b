import type { Clock } from '#bff/clock.ts'
import type { OidcFlow } from './identity-provider.ts'
import { hashOfSecret, newSecret } from './secrets.ts'

/** Sign-ins at the identity provider that are under way, each held to the browser that began it; each is taken once. */
export interface SignInFlows {
  /** What the browser's cookie is to hold. */
  keep(flow: OidcFlow): string
  take(secret: string): OidcFlow | null
}

const MOST_FLOWS = 10_000

export function createSignInFlows(clock: Clock): SignInFlows {
  const flows = new Map<string, OidcFlow>()
  return {
    keep(flow) {
      for (const [key, { endsAt }] of flows) {
        if (endsAt > clock.now() && flows.size < MOST_FLOWS) break
        flows.delete(key)
      }
      const secret = newSecret()
      flows.set(hashOfSecret(secret), flow)
      return secret
    },
    take(secret) {
      const key = hashOfSecret(secret)
      const flow = flows.get(key)
      flows.delete(key)
      return flow === undefined || flow.endsAt <= clock.now() ? null : flow
    },
  }
}
