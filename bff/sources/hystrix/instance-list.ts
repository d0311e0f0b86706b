import { isIP } from 'node:net'
import type { RegionId } from '#contract/ids.ts'
import type { InstanceReading } from '#bff/topology/facts.ts'
import { createJudge } from '../pcp/hostspec.ts'
import type { KnownInstances } from '../remember-instances.ts'
import type { ConfiguredStream, HystrixSettings } from './settings.ts'

/** One stream that can be read. */
export interface StreamAddress {
  /** What the instance is called on screen; unique with its service and region. */
  instance: string
  /** Who holds the breakers, as the source writes it. */
  service: string
  region: RegionId | null
  url: string
}

export interface InstanceList {
  streams: readonly StreamAddress[]
  /** In words: which instances are left out, and why. */
  leftOut: readonly string[]
}

export function configuredStreams(rows: readonly ConfiguredStream[]): StreamAddress[] {
  return rows.map(({ url, service, region, instance }) => ({
    instance: instance ?? new URL(url).host,
    service,
    region: region ?? null,
    url,
  }))
}

/**
 * Addresses of a registry are data: whoever can register could name any address. Only plain addresses within the
 * listed networks are asked, and never names, which could mean another address a moment later. An instance that is
 * registered more than once is not asked more often: it has few connections to give.
 */
export function createInstanceList(
  settings: HystrixSettings,
  /** Null where the configuration names no registry. */
  registry: KnownInstances | null,
): (input: { signal: AbortSignal }) => Promise<InstanceList> {
  const configured = configuredStreams(settings.instances)
  const isListed = createJudge({ networks: settings.networks, domains: [] })
  const wanted = settings.services === undefined ? null : new Set(settings.services)

  return async (input) => {
    if (registry === null) return { streams: configured, leftOut: [] }
    const known = await registry(input)
    if (known === null) return { streams: configured, leftOut: [`${settings.registry} has listed no instances yet.`] }
    // Whoever does not serve has breakers around calls that are not made.
    const serving = known.filter(
      ({ name, status }) => (wanted === null || wanted.has(name)) && (status === 'up' || status === 'out-of-service'),
    )
    const found = serving.map((reading) => streamOf(settings, reading, isListed))
    const addressed = found.filter((stream) => typeof stream !== 'string')
    const streams = perHost(addressed, settings.limits.connectionsPerInstance)
    return {
      streams: [...configured, ...streams],
      leftOut: leftOutInWords(settings, {
        addressless: found.filter((stream) => stream === 'addressless').length,
        unlisted: found.filter((stream) => stream === 'unlisted').length,
        repeated: addressed.length - streams.length,
      }),
    }
  }
}

/** At most so many of one host and port. */
function perHost(streams: readonly StreamAddress[], most: number): StreamAddress[] {
  const taken = new Map<string, number>()
  return streams.filter(({ url }) => {
    const { host } = new URL(url)
    const count = (taken.get(host) ?? 0) + 1
    taken.set(host, count)
    return count <= most
  })
}

function streamOf(
  settings: HystrixSettings,
  reading: InstanceReading,
  isListed: ReturnType<typeof createJudge>,
): StreamAddress | 'addressless' | 'unlisted' {
  const host = addressOf(reading)
  const port = settings.port ?? reading.port
  if (host === null || port === null) return 'addressless'
  if (!isListed({ host, port })) return 'unlisted'
  const url = urlOf(settings, { reading, host, port })
  return { instance: reading.id, service: reading.name, region: reading.region, url }
}

function addressOf({ address, host }: InstanceReading): string | null {
  return [address, host].find((text) => text !== null && isIP(text) !== 0) ?? null
}

function urlOf(
  settings: HystrixSettings,
  { reading, host, port }: { reading: InstanceReading; host: string; port: number },
): string {
  const parts: Readonly<Record<string, string>> = {
    instance: reading.id,
    service: reading.name,
    region: reading.region ?? '',
  }
  const path = settings.path.replaceAll(/\{(instance|service|region)\}/g, (_, name: string) =>
    encodeURIComponent(parts[name] ?? ''),
  )
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}${path}`
}

function leftOutInWords(
  { registry, networks, limits }: HystrixSettings,
  left: { addressless: number; unlisted: number; repeated: number },
): string[] {
  const of = (count: number) => `${count === 1 ? '1 instance' : `${count} instances`} of ${registry}`
  const words = [
    { count: left.addressless, why: 'without an address or a port: their streams are not read.' },
    {
      count: left.unlisted,
      why: `outside of networks (${networks.join(', ')}): their streams are not read; list their network if that is right.`,
    },
    {
      count: left.repeated,
      why: `at a host and port that has ${limits.connectionsPerInstance} already (limits.connectionsPerInstance): their streams are not read.`,
    },
  ]
  return words.filter(({ count }) => count > 0).map(({ count, why }) => `${of(count)} ${why}`)
}
