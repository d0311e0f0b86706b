import { z } from 'zod'

const PATTERN = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]\s]+)):(?<port>\d{1,5})$/

/** `host:port`; an IPv6 host in brackets; port 0 takes a free one. */
export const ListenAddress = z.string().refine((text) => parseListenAddress(text) !== null, 'a host and a port')
export type ListenAddress = z.infer<typeof ListenAddress>

export interface HostAndPort {
  host: string
  port: number
}

export function parseListenAddress(text: string): HostAndPort | null {
  const groups = PATTERN.exec(text)?.groups
  if (groups === undefined) return null
  const host = groups['six'] ?? groups['host'] ?? ''
  const port = Number(groups['port'])
  return port > 65_535 ? null : { host, port }
}

/** Addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
