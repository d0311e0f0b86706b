import { steadyNow, type Clock } from '#bff/clock.ts'
import { ALERTMANAGER_PATH } from '#mocks/upstreams/alertmanager/world-alertmanager.ts'
import { ATLAS_PATH } from '#mocks/upstreams/atlas/atlas-api.ts'
import { worldAtlasSource } from '#mocks/upstreams/atlas/world-atlas-source.ts'
import { createSmallWorld } from '#mocks/upstreams/small-world-fixture.ts'
import { createUpstreamServer } from '#mocks/upstreams/upstream-server.ts'
import { createVizceralFeed } from '#mocks/upstreams/vizceral-feed.ts'
import { worldConfiguration } from '#mocks/upstreams/world-configuration.ts'
import { AlertmanagerSettings } from './alertmanager/settings.ts'
import { createAlertmanagerSource } from './alertmanager/source.ts'
import { AtlasSettings } from './atlas/settings.ts'
import { createAtlasSource } from './atlas/source.ts'
import { EurekaSettings } from './eureka/settings.ts'
import { createEurekaSource } from './eureka/source.ts'
import { JAVA_COMMAND } from './hystrix/hystrix-events-fixture.ts'
import { HystrixSettings, TurbineSettings } from './hystrix/settings.ts'
import { createHystrixSource, createTurbineSource } from './hystrix/source.ts'
import { PcpSettings } from './pcp/settings.ts'
import { createPcpSource } from './pcp/source.ts'
import type { Timers } from './poller.ts'
import { startOddServer, type OddServer } from './prometheus/odd-server-fixture.ts'
import { PrometheusSettings } from './prometheus/settings.ts'
import { createPrometheusSource } from './prometheus/source.ts'
import type { TrafficSource } from './source.ts'
import { VizceralSettings } from './vizceral/settings.ts'
import { createVizceralSource } from './vizceral/source.ts'

/** One source of each kind that is asked over the network, and something small and alive for each to ask. */

export const SOURCE_KINDS = [
  'prometheus',
  'vizceral',
  'eureka',
  'hystrix',
  'turbine',
  'alertmanager',
  'pcp',
  'atlas',
] as const
export type NetworkSourceKind = (typeof SOURCE_KINDS)[number]

/** Base addresses. */
export type Addresses = Readonly<Record<NetworkSourceKind, string>>

const REGIONS = ['us-east-1', 'us-west-2']
const SECOND_MS = 1_000
const STREAM_EVERY_MS = 50

export async function startUpstreams(): Promise<{ addresses: Addresses; stop(): Promise<void> }> {
  const startMs = Math.floor(Date.now() / SECOND_MS) * SECOND_MS - 90 * SECOND_MS
  const world = createSmallWorld(startMs)
  const server = createUpstreamServer({ world, now: Date.now })
  const feed = createVizceralFeed({ world, now: Date.now })
  const catchUp = () => {
    for (let at = world.now + SECOND_MS; at <= Date.now(); at += SECOND_MS) {
      world.catalog.edges.forEach((_, edge) => world.add(edge, 'good', 10))
      world.setNow(at)
      server.recorder.sample(at)
      feed.recorder.sample(at)
    }
  }
  catchUp()
  const beat = setInterval(catchUp, 200)
  const streams = await startStreams()
  const port = await server.listen(0)
  const url = `http://127.0.0.1:${port}`
  const feedPort = await feed.listen(0)
  return {
    addresses: {
      prometheus: url,
      vizceral: `http://127.0.0.1:${feedPort}`,
      eureka: url,
      hystrix: streams.url,
      turbine: streams.url,
      alertmanager: `${url}${ALERTMANAGER_PATH}`,
      pcp: url,
      atlas: `${url}${ATLAS_PATH}`,
    },
    async stop() {
      clearInterval(beat)
      await Promise.all([server.close(), feed.close(), streams.close()])
    },
  }
}

/** A command's event every now and then, at `/hystrix.stream` and, as of a cluster, at `/turbine.stream`. */
function startStreams(): Promise<OddServer> {
  return startOddServer((response, request) => {
    const isCluster = (request.url ?? '').includes('turbine')
    const type = isCluster ? { meta: 'Meta' } : {}
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const timer = setInterval(() => {
      const event = { ...JAVA_COMMAND, ...type, currentTime: Date.now() }
      if (!response.writableNeedDrain) response.write(`data: ${JSON.stringify(event)}\n\n`)
    }, STREAM_EVERY_MS)
    response.on('close', () => clearInterval(timer))
  })
}

/** Keys of the settings beside those that are needed: credentials, limits. */
export type Extra = Readonly<Record<string, unknown>>

export function settingsOfEvery(addresses: Addresses, extra: (kind: NetworkSourceKind) => Extra) {
  const { hystrix, turbine } = addresses
  const own: Record<NetworkSourceKind, Extra> = {
    prometheus: { ...worldConfiguration({ port: 1 }).sources[0], url: addresses.prometheus },
    vizceral: { kind: 'vizceral', url: `${addresses.vizceral}/graph` },
    eureka: { kind: 'eureka', url: addresses.eureka },
    hystrix: {
      kind: 'hystrix',
      instances: [{ url: `${hystrix}/hystrix.stream`, service: 'api', region: 'us-east-1', instance: 'i-1' }],
    },
    turbine: {
      kind: 'turbine',
      clusters: [{ url: `${turbine}/turbine.stream?cluster=API`, service: 'api', region: 'us-east-1' }],
    },
    alertmanager: { kind: 'alertmanager', url: addresses.alertmanager },
    pcp: {
      kind: 'pcp',
      url: addresses.pcp,
      hosts: [{ instance: 'api-0', region: 'us-east-1', hostspec: 'api-0.us-east-1.sim:44321' }],
    },
    atlas: worldAtlasSource({ url: addresses.atlas }),
  }
  return (kind: NetworkSourceKind): Extra => ({ ...own[kind], id: kind, ...extra(kind) })
}

export function createEverySource(input: {
  addresses: Addresses
  extra: (kind: NetworkSourceKind) => Extra
  clock: Clock
  /** Of streams, which wait on their own. */
  timers: Timers
  steadyNow?: () => number
}): TrafficSource[] {
  const settingsOf = settingsOfEvery(input.addresses, input.extra)
  const regionAliases = new Map(REGIONS.map((region) => [region, region]))
  const shared = { regions: REGIONS, regionAliases, clock: input.clock }
  const streaming = { ...shared, timers: input.timers, steadyNow: input.steadyNow ?? steadyNow, random: () => 0 }
  const build: Record<NetworkSourceKind, (id: string, settings: Extra) => TrafficSource> = {
    prometheus: (id, it) => createPrometheusSource({ id, settings: PrometheusSettings.parse(it), ...shared }),
    vizceral: (id, it) => createVizceralSource({ id, settings: VizceralSettings.parse(it), ...shared }),
    eureka: (id, it) => createEurekaSource({ id, settings: EurekaSettings.parse(it), ...shared }),
    hystrix: (id, it) => createHystrixSource({ id, settings: HystrixSettings.parse(it), registry: null, ...streaming }),
    turbine: (id, it) => createTurbineSource({ id, settings: TurbineSettings.parse(it), ...streaming }),
    alertmanager: (id, it) => createAlertmanagerSource({ id, settings: AlertmanagerSettings.parse(it), ...shared }),
    pcp: (id, it) => createPcpSource({ id, settings: PcpSettings.parse(it), ...shared }),
    atlas: (id, it) => createAtlasSource({ id, settings: AtlasSettings.parse(it), ...shared }),
  }
  return SOURCE_KINDS.map((kind) => build[kind](kind, settingsOf(kind)))
}
