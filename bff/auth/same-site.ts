/**
 * Keeps other sites' pages from speaking to this server through a person's browser. A request that changes something
 * must prove that it comes from our own page (Sec-Fetch-Site, or Origin equal to Host), or that it comes from no
 * browser's page at all: a script names itself in `Spillway-Client`, a header that no foreign page may send without a
 * preflight, which this server never grants. Host is checked so that a foreign name that resolves to loopback (DNS
 * rebinding) is refused.
 */
export interface RequestOrigin {
  method: string
  host: string | undefined
  origin: string | undefined
  secFetchSite: string | undefined
  spillwayClient: string | undefined
}

export type SiteVerdict = { kind: 'allowed' } | { kind: 'refused'; message: string; expected: string }

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** `publicUrl` is where browsers find the console; null: at this machine's own addresses alone. */
export function judgeSite(request: RequestOrigin, publicUrl: string | null = null): SiteVerdict {
  if (!isOwnHost(request.host, publicUrl)) {
    return {
      kind: 'refused',
      message: `This server does not answer to the host name "${request.host ?? ''}".`,
      expected: publicUrl ?? 'an address of this machine, such as 127.0.0.1 or localhost',
    }
  }
  if (SAFE_METHODS.has(request.method) || comesFromOwnPage(request, publicUrl)) return { kind: 'allowed' }
  const fromScript = request.origin === undefined && request.secFetchSite === undefined
  if (fromScript && request.spillwayClient !== undefined && request.spillwayClient !== '') return { kind: 'allowed' }
  return {
    kind: 'refused',
    message: 'A request that changes something must come from this console’s own page or name itself as a script.',
    expected: fromScript
      ? 'a header such as "Spillway-Client: deploy-script"'
      : 'an Origin equal to this server’s address',
  }
}

/** For the stream's handshake: browsers always send Origin, scripts never do. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null = null,
): boolean {
  if (origin === undefined || host === undefined) return false
  if (publicUrl !== null) return origin === publicUrl && isOwnHost(host, publicUrl)
  const parsed = URL.parse(origin)
  return parsed !== null && parsed.host === host && isLoopbackHost(host)
}

/** An address of a connection. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address)
}

function comesFromOwnPage(request: RequestOrigin, publicUrl: string | null): boolean {
  if (request.origin !== undefined) return isOwnOrigin(request.origin, request.host, publicUrl)
  return request.secFetchSite === 'same-origin'
}

/** Commands at the server's own terminal ask it by its loopback address, whatever its public name. */
function isOwnHost(host: string | undefined, publicUrl: string | null): boolean {
  if (publicUrl !== null && host !== undefined && new URL(publicUrl).host === host.toLowerCase()) return true
  return isLoopbackHost(host)
}

function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false
  const name = URL.parse(`http://${host}`)?.hostname ?? ''
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)
}
