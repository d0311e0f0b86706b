import type { IncomingMessage } from 'node:http'

/**
 * Browsers let any page open a WebSocket to any address and send cookies along; only the Origin header tells whose page
 * it is. It must be the address this server is asked at, or one of those the configuration lists. None at all is
 * refused: a browser always sends one.
 */
export function createOriginCheck({
  allowedOrigins = [],
}: {
  /** As a browser writes them: `https://spillway.example.com`. */
  allowedOrigins?: readonly string[]
}): (request: IncomingMessage) => boolean {
  return (request) => {
    const { origin, host } = request.headers
    if (origin === undefined) return false
    if (allowedOrigins.includes(origin)) return true
    return host !== undefined && hostOf(origin) === host.toLowerCase()
  }
}

/** Null for `null` (a sandboxed page, a file) and whatever else is no web address. */
function hostOf(origin: string): string | null {
  const url = URL.canParse(origin) ? new URL(origin) : null
  return url !== null && /^https?:$/.test(url.protocol) ? url.host : null
}
