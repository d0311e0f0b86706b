import { createIdentityProvider } from '#bff/auth/identity-provider.ts'
import { ROUTES } from '#contract/routes.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import { isLoopback, parseListenAddress } from '#bff/config/listen-address.ts'
import type { DoctorFinding } from '#bff/sources/source.ts'
import { systemClock } from './clock.ts'

/** How people come in, and whether that can work. */
export async function examineAccess({ access, listen }: Configuration): Promise<DoctorFinding[]> {
  const finding = (asked: string, outcome: DoctorFinding['outcome'], answer: string): DoctorFinding => {
    return { source: 'access', asked, outcome, answer, ageMs: null }
  }
  switch (access.mode) {
    case 'local': {
      const host = parseListenAddress(listen)?.host ?? ''
      const walkIn =
        access.walkIn.length === 0 ? 'nobody walks in' : `whoever opens it acts as ${access.walkIn.join(', ')}`
      const people = `${access.people.length} people listed`
      return isLoopback(host)
        ? [finding('mode local', 'ok', `This machine alone; ${walkIn}; ${people}; sign-in by links from the terminal.`)]
        : [finding('mode local', 'failed', `It would listen on ${host}, but mode "local" serves this machine alone.`)]
    }
    case 'oidc': {
      const redirectUri = `${access.publicUrl}${ROUTES.oidcCallback}`
      const provider = createIdentityProvider({ settings: access, clock: systemClock, redirectUri })
      await provider.look()
      return provider.state() === 'reachable'
        ? [finding('mode oidc', 'ok', `${provider.name} answers. Let it know the redirect address ${redirectUri}`)]
        : [
            finding(
              'mode oidc',
              'failed',
              `${access.issuer} gives no discovery document; check the address and the network.`,
            ),
          ]
    }
    case 'trusted-proxy':
      return [
        finding(
          'mode trusted-proxy',
          'ok',
          `Identities from ${access.proxies.join(', ')} count where they are signed.`,
        ),
      ]
  }
}
