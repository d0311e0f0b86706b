import type { RegionId, SourceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import type { SourceReport } from '#bff/topology/report.ts'
import type { HostInstance, HostSource, OpenedHost } from '../host-source.ts'
import type { TrafficSource } from '../source.ts'
import { createPcpClient, type PcpClient } from './client.ts'
import { doorsOf, type PcpContext } from './context.ts'
import { examine } from './examine.ts'
import { createJudge, fillHostspec, parseHostspec } from './hostspec.ts'
import { urlOfRegion, type PcpSettings } from './settings.ts'
import { createWatchedHost } from './watched-host.ts'

/** How often pmproxy is asked whether it is there; hosts are asked only while somebody looks at one. */
const KNOCK_EVERY_MS = 30_000

/** Hosts through Performance Co-Pilot's pmproxy. Its polls bring no facts: they tell whether it can be asked. */
export function createPcpSource(input: {
  id: SourceId
  settings: PcpSettings
  regions: readonly RegionId[]
  clock: Clock
}): TrafficSource {
  const { id, settings, clock } = input
  const regions = settings.regions ?? input.regions
  const clients = new Map<string, PcpClient>()
  const clientOf = (region: RegionId): PcpClient => {
    const url = urlOfRegion(settings, region)
    const client = clients.get(url) ?? createPcpClient({ url, auth: settings.auth, limits: settings.limits })
    clients.set(url, client)
    return client
  }
  const hosts = createHosts({ id, settings, regions, clientOf })
  const context: PcpContext = { id, settings, regions, clientOf, hosts, clock }
  return {
    id,
    kind: 'pcp',
    tells: ['hosts'],
    preset: 'pmproxy',
    url: settings.url,
    periodMs: KNOCK_EVERY_MS,
    regions,
    hosts,
    async poll({ signal }) {
      const problems = await knockEverywhere(context, signal)
      const [first] = problems
      if (first !== undefined && problems.length === doorsOf(context).length) return { kind: 'failed', problem: first }
      return { kind: 'answered', report: emptyReport(id, clock.now(), problems) }
    },
    backfill: () => NO_PAST,
    examine: ({ signal }) => examine(context, signal),
  }
}

async function knockEverywhere(context: PcpContext, signal: AbortSignal): Promise<SourceReport['problems']> {
  const { settings, clientOf, clock } = context
  const asked = doorsOf(context).map(async (region) => {
    const failure = await clientOf(region).knock({ signal })
    if (failure === null) return []
    return [{ asked: urlOfRegion(settings, region), message: failure.message, at: clock.now() }]
  })
  return (await Promise.all(asked)).flat()
}

function createHosts({ id, settings, regions, clientOf }: Omit<PcpContext, 'hosts' | 'clock'>): HostSource {
  const isListed = createJudge(settings)
  const configured = new Map(settings.hosts.map((host) => [keyOf(host), host.hostspec]))
  function open(found: HostInstance): OpenedHost {
    if (!regions.includes(found.region)) return { kind: 'elsewhere' }
    const client = clientOf(found.region)
    const written = configured.get(keyOf(found))
    if (written !== undefined) return { kind: 'opened', host: createWatchedHost({ client, hostspec: written }) }
    const hostspec = fillHostspec(settings.hostspec, found)
    if (hostspec === null) {
      return refused('untold', `No registry tells what ${settings.hostspec} asks for of ${found.instance}.`)
    }
    const parsed = parseHostspec(hostspec)
    if (parsed === null) {
      return refused('forbidden', `“${hostspec.slice(0, 100)}” is no plain host or address, so it is not asked.`)
    }
    if (!isListed(parsed)) {
      return refused(
        'forbidden',
        `${parsed.host} lies in no network or domain that the source ${id} lists, so it is not asked; add it under networks or domains there if it may be.`,
      )
    }
    return { kind: 'opened', host: createWatchedHost({ client, hostspec }) }
  }
  return { periodMs: settings.period, names: (instance) => configured.has(keyOf(instance)), open }
}

function refused(state: 'forbidden' | 'untold', message: string): OpenedHost {
  return { kind: 'refused', state, message }
}

function keyOf({ region, instance }: { region: RegionId; instance: string }): string {
  return `${region}/${instance}`
}

function emptyReport(source: SourceId, at: number, problems: SourceReport['problems']): SourceReport {
  return { source, at, feeds: [], edges: [], nodes: [], zones: [], business: [], problems }
}

/** What nobody looked at is not kept. */
const NO_PAST: AsyncIterable<SourceReport> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
