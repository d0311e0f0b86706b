/**
 * The cookie that holds a session's secret. Behind https it carries `__Host-`, so that no neighbour domain can set it;
 * on this machine, where there is no https, a name of its own with the port in it, since browsers share cookies between
 * the ports of one host.
 */
export interface CookieKind {
  name: string
  isSecure: boolean
}

export function sessionCookieKind(input: { isSecure: boolean; port: number }): CookieKind {
  return input.isSecure
    ? { name: '__Host-spillway', isSecure: true }
    : { name: `spillway-session-${input.port}`, isSecure: false }
}

/** Holds a sign-in at the identity provider that is under way to the browser that began it. */
export function flowCookieKind(input: { isSecure: boolean; port: number }): CookieKind {
  return input.isSecure
    ? { name: '__Host-spillway-sign-in', isSecure: true }
    : { name: `spillway-sign-in-${input.port}`, isSecure: false }
}

/** As `Set-Cookie`; ends with the browser where no age is given. */
export function writeCookie({ name, isSecure }: CookieKind, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}${age}`
}

export function clearCookie(kind: CookieKind): string {
  return writeCookie(kind, '', 0)
}

/** The value of the cookie, or null. A name that comes twice is nobody's: one of them was slipped in. */
export function readCookie(header: string | undefined, { name }: CookieKind): string | null {
  const values = (header ?? '').split(';').flatMap((part) => {
    const [key, value] = splitOnce(part.trim())
    return key === name ? [value] : []
  })
  const [only] = values
  return values.length === 1 && only !== undefined && /^[A-Za-z0-9_-]{43}$/.test(only) ? only : null
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}
