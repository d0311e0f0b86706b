import { BlockList, isIP } from 'node:net'
import type { HostInstance } from '../host-source.ts'

/**
 * pmproxy connects wherever a hostspec says, and a hostspec can say much: `@` another proxy, `?` attributes, `unix:` a
 * socket, `local:` whatever is there. So one is only ever a plain host or address with or without a port, and where any
 * part of it comes from data (a registry), the result must lie in what the configuration lists. The whole result is
 * judged, not its parts, so that nothing can be smuggled in through a placeholder.
 */

const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))*$/i
const WHOLE = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/i

export interface Hostspec {
  host: string
  port: number | null
}

/** Null where it is anything but a plain host or address, with or without a port. */
export function parseHostspec(text: string): Hostspec | null {
  const [, inBrackets, plain, port] = WHOLE.exec(text) ?? []
  const host = inBrackets ?? plain
  if (host === undefined || (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535))) return null
  const isFine = inBrackets === undefined ? isIP(host) === 4 || isName(host) : isIP(host) === 6
  return isFine ? { host, port: port === undefined ? null : Number(port) } : null
}

export function isHostspec(text: string): boolean {
  return parseHostspec(text) !== null
}

/** `127.1`, `2130706433` and `0x7f.1` are addresses to a resolver: no name ends in a number. */
function isName(host: string): boolean {
  return NAME.test(host) && !/^(?:\d+|0x[0-9a-f]*)$/i.test(host.split('.').at(-1) ?? '')
}

export function isNetwork(text: string): boolean {
  const [address = '', bits, rest] = text.split('/')
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
  return rest === undefined && bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most
}

export interface Listed {
  networks: readonly string[]
  domains: readonly string[]
}

/** Whether a host from data is one that the configuration lists. */
export function createJudge({ networks, domains }: Listed): (spec: Hostspec) => boolean {
  const listed = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    listed.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return ({ host }) => {
    const version = isIP(host)
    if (version !== 0) return listed.check(host, version === 6 ? 'ipv6' : 'ipv4')
    const name = host.toLowerCase()
    return domains.some((domain) => name === domain.toLowerCase() || name.endsWith(`.${domain.toLowerCase()}`))
  }
}

/** The template with what is known of the instance; null where something it needs is not told. */
export function fillHostspec(template: string, { region, instance, host, address }: HostInstance): string | null {
  const bracketed = address !== null && isIP(address) === 6 ? `[${address}]` : address
  const parts: Readonly<Record<string, string | null>> = { host, address: bracketed, instance, region }
  let isWhole = true
  const filled = template.replaceAll(/\{(host|address|instance|region)\}/g, (_, name: string) => {
    const part = parts[name] ?? null
    if (part === null || part === '') isWhole = false
    return part ?? ''
  })
  return isWhole ? filled : null
}
