import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/** What of a request tells who asks. */
export interface Knock {
  headers: IncomingHttpHeaders
  /** The address the connection comes from: never one that a header claims. */
  peer: string
  /** The port of ours that was asked. */
  port: number
  requestId: string
}

export function knockOf(request: IncomingMessage, requestId: string): Knock {
  const { remoteAddress, localPort } = request.socket
  return { headers: request.headers, peer: plain(remoteAddress ?? ''), port: localPort ?? 0, requestId }
}

/** An IPv4 address that arrives at an IPv6 socket is that IPv4 address. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}

/** The one value of a header; one that comes twice is none. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}
