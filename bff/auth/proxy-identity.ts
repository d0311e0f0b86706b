import { createHmac, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { TrustedProxyAccess } from './access-settings.ts'
import { headerOf, type Knock } from './knock.ts'

/**
 * A proxy in front signs people in and hands over who they are in headers. They count only where the connection comes
 * from a listed network AND the signature holds, so that neither a neighbour in that network nor a forgotten open port
 * can name whom it likes:
 *
 *   X-Spillway-User: ben                    the subject, stable
 *   X-Spillway-Name: Ben%20Hope             percent-encoded; optional
 *   X-Spillway-Groups: core,sre             optional
 *   X-Spillway-Auth-Time: 1795000000        when they last proved it, unix seconds; optional
 *   X-Spillway-Signature: t=1795000100,v1=<hex>
 *
 * v1 is HMAC-SHA256 by the shared secret of these, joined by line feeds: t, user, name, groups, auth time; what is absent
 * is the empty text. It holds for a minute.
 */
export interface ProxyIdentity {
  subject: string
  name: string
  groups: string[]
  /** UTC ms; null where the proxy does not tell. */
  authenticatedAt: number | null
}

const HOLDS_SECONDS = 60

export function createProxyCheck(settings: TrustedProxyAccess): (knock: Knock, now: number) => ProxyIdentity | null {
  const networks = new BlockList()
  for (const network of settings.proxies) {
    const [address = '', bits = '0'] = network.split('/')
    networks.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return (knock, now) => {
    if (!networks.check(knock.peer, isIPv6(knock.peer) ? 'ipv6' : 'ipv4')) return null
    const parts = partsOf(knock)
    if (parts === null || !isSigned(parts, settings.secret, now)) return null
    return {
      subject: parts.user,
      name: decoded(parts.name) || parts.user,
      groups: parts.groups
        .split(',')
        .map((group) => group.trim())
        .filter((group) => group !== ''),
      authenticatedAt: /^\d{1,12}$/.test(parts.authTime) ? Number(parts.authTime) * 1_000 : null,
    }
  }
}

export interface IdentityParts {
  user: string
  name: string
  groups: string
  authTime: string
}

/** What a proxy writes into `X-Spillway-Signature`. */
export function signIdentity(parts: IdentityParts, secret: string, atSeconds: number): string {
  const text = [String(atSeconds), parts.user, parts.name, parts.groups, parts.authTime].join('\n')
  return `t=${atSeconds},v1=${createHmac('sha256', secret).update(text).digest('hex')}`
}

function partsOf({ headers }: Knock): (IdentityParts & { signature: string }) | null {
  const user = headerOf(headers, 'x-spillway-user')
  const signature = headerOf(headers, 'x-spillway-signature')
  if (user === null || signature === null || user.length > 200) return null
  return {
    user,
    signature,
    name: headerOf(headers, 'x-spillway-name') ?? '',
    groups: headerOf(headers, 'x-spillway-groups') ?? '',
    authTime: headerOf(headers, 'x-spillway-auth-time') ?? '',
  }
}

function isSigned(parts: IdentityParts & { signature: string }, secret: string, now: number): boolean {
  const at = Number(/^t=(\d{1,12}),/.exec(parts.signature)?.[1] ?? NaN)
  if (!(Math.abs(now / 1_000 - at) <= HOLDS_SECONDS)) return false
  const expected = Buffer.from(signIdentity(parts, secret, at))
  const given = Buffer.from(parts.signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
      .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, '')
      .slice(0, 80)
      .trim()
  } catch {
    return ''
  }
}
