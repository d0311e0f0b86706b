import { isIP } from 'node:net'
import { z } from 'zod'
import { PersonName, RoleSet } from '#contract/people.ts'
import { Role } from '#contract/permissions.ts'

/** The part `access:` of the configuration: how people come in. Exactly one mode, `local` where nothing is said. */

/** Which roles a group of the identity provider gives. */
const GroupRoles = z.record(z.string().min(1).max(200), RoleSet)

/** Where the console is reached, as browsers write it: `https://spillway.example.com`. */
const PublicUrl = z
  .string()
  .refine((text) => isPublicUrl(text), 'the https address of the console, without a path (http only for this machine)')
  .transform((text) => new URL(text).origin)

export const LocalAccess = z.strictObject({
  mode: z.literal('local'),
  /** What whoever opens the console on this machine may act as without signing in; empty: nobody walks in. */
  walkIn: RoleSet.prefault(['viewer', 'engineer']),
  /** Whoever runs the server, once signed in by the link in the terminal. */
  operator: z.strictObject({ name: PersonName.optional(), roles: RoleSet.prefault([...Role.options]) }).prefault({}),
  people: z
    .array(z.strictObject({ name: PersonName, roles: RoleSet }))
    .max(200)
    .default([]),
})
export type LocalAccess = z.infer<typeof LocalAccess>

export const OidcAccess = z.strictObject({
  mode: z.literal('oidc'),
  publicUrl: PublicUrl,
  /** As its discovery document names it. */
  issuer: z.string().refine((text) => isPublicUrl(text, { path: true }), 'the https address of the issuer'),
  /** As people call it; the issuer's host where absent. */
  name: z.string().min(1).max(40).optional(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scopes: z.array(z.string().regex(/^\S+$/)).default(['openid', 'profile', 'email']),
  groupsClaim: z.string().min(1).default('groups'),
  roles: GroupRoles,
  /** What `acr` must be for a fresh proof; without any, signing in again is enough. */
  stepUpAcr: z.array(z.string().min(1)).default([]),
})
export type OidcAccess = z.infer<typeof OidcAccess>

export const TrustedProxyAccess = z.strictObject({
  mode: z.literal('trusted-proxy'),
  publicUrl: PublicUrl,
  /** Networks the proxy speaks from; identity headers from elsewhere count for nothing. */
  proxies: z.array(z.string().refine(isNetwork, 'a network such as 10.0.0.0/8')).min(1).max(64),
  /** Shared with the proxy, which signs the identity it hands over. */
  secret: z.string().min(32, 'a secret of at least 32 characters'),
  roles: GroupRoles,
})
export type TrustedProxyAccess = z.infer<typeof TrustedProxyAccess>

export const AccessSettings = z.discriminatedUnion('mode', [LocalAccess, OidcAccess, TrustedProxyAccess])
export type AccessSettings = z.infer<typeof AccessSettings>

/** Null in mode `local`, which is wherever this machine's own address is. */
export function publicUrlOf(settings: AccessSettings): string | null {
  return settings.mode === 'local' ? null : settings.publicUrl
}

/** Roles of all the groups together. */
export function rolesOfGroups(map: Readonly<Record<string, readonly Role[]>>, groups: readonly string[]): Role[] {
  const given = new Set(groups.flatMap((group) => (Object.hasOwn(map, group) ? (map[group] ?? []) : [])))
  return Role.options.filter((role) => given.has(role))
}

function isPublicUrl(text: string, { path = false } = {}): boolean {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false
  if (!path && url.pathname !== '/') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(url.hostname))
}

/** Of a host as URLs write it. */
export function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined || !/^\d{1,3}$/.test(bits)) return false
  return Number(bits) <= (family === 4 ? 32 : 128)
}
