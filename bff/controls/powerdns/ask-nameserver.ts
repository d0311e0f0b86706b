import { Resolver } from 'node:dns/promises'
import { isIPv6 } from 'node:net'
import type { Nameserver } from './settings.ts'

/** What one nameserver says at this moment. */
export type NameserverAnswer =
  /** Serial of its zone, and by name the addresses it answered; none for a name it cannot answer (SERVFAIL, no such). */
  | { kind: 'answered'; serial: number; addresses: ReadonlyMap<string, readonly string[]> }
  | { kind: 'silent'; why: string }

/** Errors that are an answer: users get nothing. */
const BAD_ANSWERS = new Set(['ESERVFAIL', 'ENOTFOUND', 'ENODATA', 'EREFUSED', 'EFORMERR', 'ENOTIMP'])

export async function askNameserver(input: {
  nameserver: Nameserver
  zone: string
  names: readonly string[]
  family: 'A' | 'AAAA'
  limitMs: number
}): Promise<NameserverAnswer> {
  const { nameserver, zone, names, family, limitMs } = input
  const resolver = new Resolver({ timeout: Math.max(100, Math.floor(limitMs / 2)), tries: 2 })
  resolver.setServers([addressOf(nameserver)])
  const limit = setTimeout(() => resolver.cancel(), Math.max(1, limitMs))
  const addresses = new Map<string, readonly string[]>()
  try {
    const ask = async (name: string) => {
      addresses.set(name, await answerOrNone(() => resolver.resolve(bare(name), family)))
    }
    const [soa] = await Promise.all([resolver.resolveSoa(bare(zone)), ...names.map(ask)])
    return { kind: 'answered', serial: soa.serial, addresses }
  } catch (error) {
    return { kind: 'silent', why: `${nameserver.id} does not answer (${codeOf(error)})` }
  } finally {
    clearTimeout(limit)
  }
}

async function answerOrNone(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask()
  } catch (error) {
    if (BAD_ANSWERS.has(codeOf(error))) return []
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer'
}

function bare(name: string): string {
  return name.replace(/\.$/, '')
}

function addressOf({ address, port }: Nameserver): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`
}
