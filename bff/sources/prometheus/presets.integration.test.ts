import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edgeIdOf, type EdgeKey } from '#contract/ids.ts'
import type { BreakerReading } from '#bff/topology/facts.ts'
import type { EdgeReading, SourceReport } from '#bff/topology/report.ts'
import { envoyLabels } from '#mocks/upstreams/envoy-page.ts'
import { scrapeTargets } from '#mocks/upstreams/scrape-targets.ts'
import { serviceGraphLabels } from '#mocks/upstreams/service-graph-page.ts'
import { worldConfiguration, worldSourceOf } from '#mocks/upstreams/world-configuration.ts'
import type { WorldEdge, WorldNode } from '#mocks/world/world.ts'
import type { TrafficSource } from '../source.ts'
import { startLivingWorld, type LivingWorld } from './living-world-fixture.ts'
import { startOddServer, type OddServer } from './odd-server-fixture.ts'
import { findPrometheus, startPrometheus, type RealPrometheus } from './real-prometheus-fixture.ts'
import { breakersPage, earlyServiceGraphPage } from './steady-pages-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/**
 * The presets whose metrics are not the mesh's, against one real Prometheus that scrapes the world in their names, and
 * beside it pages whose counters grow steadily: an early collector's graph, and Resilience4j's breakers.
 */

const isInstalled = findPrometheus() !== undefined
const WINDOW_MS = 10_000
/** One step of the world more or less in a window of ten, as in real-prometheus.integration.test.ts. */
const TOLERANCE = 0.13
const EVEN_TOLERANCE = 0.05
/** Of steady counters, whose values are of a moment after the scrape began: half or twice as much is far beyond. */
const STEADY_TOLERANCE = 0.25
/** Below this a window of ten seconds holds too little to compare. */
const LEAST_RATE = 50
const GRAPH = 'otel-servicegraph'
const PRESETS = [GRAPH, 'envoy'] as const
type Preset = (typeof PRESETS)[number]

let living: LivingWorld
let steady: OddServer
let prometheus: RealPrometheus
/** The instant that all were asked about. */
let at: number
const reports = new Map<Preset, SourceReport>()
const reportOf = (preset: Preset): SourceReport => {
  const report = reports.get(preset)
  if (report === undefined) throw new Error(`no report of ${preset}`)
  return report
}

function sourceOf(preset: Preset, own: object = {}, now: () => number = Date.now): TrafficSource {
  const address = { port: living.port, prometheusUrl: prometheus.url }
  const settings = PrometheusSettings.parse({ ...worldSourceOf(preset, address), ...own })
  const regions = worldConfiguration(address).regions.map(({ id }) => id)
  return createPrometheusSource({ id: preset, settings, regions, regionAliases: new Map(), clock: { now } })
}

async function poll(source: TrafficSource): Promise<SourceReport> {
  const outcome = await source.poll({ signal: AbortSignal.timeout(20_000) })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

describe.skipIf(!isInstalled)('against a real Prometheus', () => {
  beforeAll(async () => {
    living = await startLivingWorld({
      pastSeconds: 60,
      scenario: (liveAt) => ({
        startsAt: liveAt,
        perturbations: [{ kind: 'error-share', fromMs: 0, region: 'us-east-1', share: 0.03, persistentShare: 1 }],
      }),
    })
    const since = Date.now()
    steady = await startOddServer((response, request) => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const seconds = (Date.now() - since) / 1_000
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      const instance = url.searchParams.get('of') ?? ''
      response.end(url.pathname === '/breakers' ? breakersPage(instance, seconds) : earlyServiceGraphPage(seconds))
    })
    const port = Number(new URL(steady.url).port)
    const started = await startPrometheus({
      targets: [
        ...PRESETS.flatMap((preset) => scrapeTargets(living.port, preset)),
        { job: 'early', port, path: '/graph' },
        ...['one', 'two'].map((of) => {
          return { job: 'breakers', port, path: '/breakers', params: { of }, labels: { region: 'us-west-2' } }
        }),
      ],
    })
    if (started === undefined) throw new Error('Prometheus is installed but was not started')
    prometheus = started
    const settled = Date.now() + WINDOW_MS + 2_000
    await until(() => Date.now() >= settled)
    await askAtAnEvenInstant()
  }, 120_000)
  afterAll(async () => {
    await prometheus?.dispose()
    await living?.stop()
    await steady?.close()
  })

  test.each(PRESETS)('preset %s: every question is answered, without a problem', (preset) => {
    expect(reportOf(preset).problems).toEqual([])
  })

  test.each(PRESETS)('preset %s: the numbers are those of the world', (preset) => {
    const told = byId(reportOf(preset))
    const kept = keptEdges(preset)
    let compared = 0
    for (const { row, key } of kept) {
      const counts = living.countsBetween(row, at - WINDOW_MS, at)
      const failed = counts.error + counts.timeout
      const total = counts.good + counts.degraded + failed
      if (total / 10 < LEAST_RATE) continue
      compared += 1
      const id = edgeIdOf(key)
      const reading = told.get(id)
      expect(reading, id).toBeDefined()
      expect(
        near(reading?.requestsPerSecond, total / 10),
        `${id}: ${reading?.requestsPerSecond} of ${total / 10}`,
      ).toBe(true)
      const isShare = Math.abs((reading?.errorShare ?? NaN) - failed / total) <= 0.01 + 0.5 / Math.sqrt(total)
      expect(isShare, `${id}: ${reading?.errorShare} of ${failed / total}`).toBe(true)
      expect(reading?.degradedShare).toBeNaN()
      expect(at - (reading?.observedAt ?? NaN)).toBeLessThan(WINDOW_MS)
    }
    expect(compared).toBeGreaterThan(100)
    // Nothing is made up: what enters through Envoys alone is derived.
    const derived = reportOf(preset).edges.filter(({ source }) => source === 'internet')
    const ids = new Set(kept.map(({ key }) => edgeIdOf(key)))
    const more = reportOf(preset).edges.filter((edge) => !ids.has(edgeIdOf(edge)))
    expect(more).toEqual(preset === 'envoy' ? derived : [])
    expect(new Set(derived.map(({ targetRegion }) => targetRegion)).size).toBe(3)
    expect(derived.every(({ entry }) => entry)).toBe(true)
  })

  test('both keep the same times, one in seconds and one in milliseconds', () => {
    const graph = byId(reportOf(GRAPH))
    const plain = (edge: EdgeReading) => edgeIdOf({ ...edge, protocol: 'unknown' })
    const compared = reportOf('envoy').edges.filter((edge) => {
      return edge.source !== 'internet' && edge.requestsPerSecond > LEAST_RATE && graph.has(plain(edge))
    })
    expect(compared.length).toBeGreaterThan(50)
    // A hundredth of the requests may lie far away from the rest, a little more of it in one window than in the other.
    const apart = compared.filter((edge) => {
      const ratio = (graph.get(plain(edge))?.p99LatencyMs ?? NaN) / edge.p99LatencyMs
      return !(ratio > 0.5 && ratio < 2)
    })
    expect(apart.length, apart.map(edgeIdOf).join(', ')).toBeLessThan(compared.length / 10)
  })

  test('preset otel-servicegraph: what sends no spans is known by who calls it', () => {
    const { nodes, edges } = reportOf(GRAPH)
    const kinds = new Map(nodes.map(({ service, kind }) => [service, kind]))
    for (const { service, kind } of living.world.catalog.nodes) {
      const isKnown = edges.some(({ target }) => target === service)
      if (isKnown && kind !== 'queue') expect(`${service} ${kinds.get(service)}`).toBe(`${service} ${kind}`)
    }
    expect(new Set(kinds.values())).toEqual(new Set(['internet', 'service', 'datastore', 'external']))
    const external = edges.filter(({ target }) => kinds.get(target) === 'external')
    expect(external.length).toBeGreaterThan(0)
    for (const { requestsPerSecond, p99LatencyMs } of external) {
      // A time of nothing would be the first bucket's: callers tell how long it took.
      if (requestsPerSecond > LEAST_RATE) expect(p99LatencyMs).toBeGreaterThan(2)
    }
  })

  test('preset otel-servicegraph: an early collector, by its prefix, with milliseconds under the name of seconds', async () => {
    const own = { region: 'us-east-1', metrics: { prefix: 'early_' } }
    const { edges, problems } = await poll(sourceOf(GRAPH, own))
    expect(problems).toEqual([])
    expect(edges.map(edgeIdOf)).toEqual(['us-east-1/alpha>us-east-1/beta:unknown'])
    const [edge] = edges
    expect(near(edge?.requestsPerSecond, 20, STEADY_TOLERANCE)).toBe(true)
    expect(near(edge?.errorShare, 0.25, STEADY_TOLERANCE)).toBe(true)
    expect(edge?.p99LatencyMs).toBeGreaterThan(50)
    expect(edge?.p99LatencyMs).toBeLessThanOrEqual(100)
  })

  test('preset envoy: a breaker for each cluster that a caller sends to', () => {
    const breakers = reportOf('envoy').facts?.breakers ?? []
    expect(breakers).toHaveLength(keptEdges('envoy').length)
    const busy = breakers.filter(({ requestsPerSecond }) => requestsPerSecond > LEAST_RATE)
    expect(busy.length).toBeGreaterThan(50)
    for (const breaker of busy) {
      expect(breaker).toMatchObject({ instances: 1, openInstances: breaker.state === 'open' ? 1 : 0 })
      expect(breaker.reason).toBe(
        breaker.state === 'open' ? '1 of 1 proxies reached the limit of waiting requests' : null,
      )
    }
    for (const { command, target } of breakers.filter((breaker) => breaker.target?.endsWith('.svc'))) {
      expect(command).toBe(`outbound|80||${target}.cluster.local`)
    }
  })

  test('preset envoy: hosts that get no requests are said of the service they belong to', () => {
    const { nodes } = reportOf('envoy')
    const notices = (region: string) => nodes.flatMap((node) => (node.region === region ? (node.notices ?? []) : []))
    expect(notices('us-east-1')).toEqual([])
    expect(notices('us-west-2').length).toBeGreaterThan(20)
    expect(notices('us-west-2')[0]?.text).toMatch(/hosts get no requests, 1 of them ejected for their errors$/)
  })

  test('Resilience4j: each state, from what its instances say', async () => {
    const own = {
      region: 'us-east-1',
      metrics: { prefix: 'early_' },
      resilience4j: { histograms: true, targets: { license: 'drm' } },
    }
    const source = sourceOf(GRAPH, own)
    expect(source.tells).toEqual(['traffic', 'breakers'])
    const { facts, problems } = await poll(source)
    expect(problems).toEqual([])
    const breakers = new Map(facts?.breakers?.map((breaker) => [breaker.command, breaker]))
    expect([...breakers.keys()].toSorted()).toEqual(['catalog', 'license', 'search'])
    expect(breakers.get('license')).toMatchObject({
      name: 'playback-api',
      target: 'drm',
      state: 'open',
      instances: 2,
      openInstances: 2,
      concurrency: 13,
      concurrencyLimit: 20,
      reason: "1 open, 1 half-open; up to 63 % of an instance's calls failed; 25 % were retried",
    })
    // 12 made a second, of which 8 failed, and 8 refused.
    expectRates(breakers.get('license'), {
      requestsPerSecond: 20,
      failuresPerSecond: 8,
      shortCircuitedPerSecond: 8,
      errorShare: 0.8,
    })
    expect(breakers.get('license')?.p99LatencyMs).toBeGreaterThan(100)
    expect(breakers.get('license')?.worstInstance).toBe('breakers-two')
    // Too few calls to tell is unknown, never no failures.
    expect(breakers.get('catalog')).toMatchObject({ state: 'closed', errorShare: NaN, concurrency: NaN, reason: null })
    expect(breakers.get('search')).toMatchObject({ state: 'disabled', reason: '2 counting only' })
  })

  test.each(PRESETS)('preset %s: panels are told p50 and p90 of what they show', async (preset) => {
    const source = sourceOf(preset)
    const kinds = new Map(reportOf(preset).nodes.map(({ service, kind }) => [service, kind]))
    const busy = reportOf(preset)
      .edges.filter(({ p99LatencyMs }) => !Number.isNaN(p99LatencyMs))
      .toSorted((one, other) => other.requestsPerSecond - one.requestsPerSecond)
    const external = busy.filter(({ target }) => kinds.get(target) === 'external').slice(0, 2)
    const connections = [...busy.slice(0, 2), ...external]
    const signal = AbortSignal.timeout(20_000)
    const answer = await source.latency?.({ connections, from: at - 2_000, to: at, stepMs: 2_000, signal })
    if (answer?.kind !== 'told') throw new Error('nothing is told')
    expect(answer.rows).toHaveLength(4)
    answer.rows.forEach(({ p50LatencyMs, p90LatencyMs }, place) => {
      const [p50, p90, p99] = [p50LatencyMs[1] ?? NaN, p90LatencyMs[1] ?? NaN, connections[place]?.p99LatencyMs ?? NaN]
      expect(0 < p50 && p50 <= p90 && p90 <= p99 * 1.5, `${p50}, ${p90}, ${p99}`).toBe(true)
    })
  })

  test.each(PRESETS)('preset %s: of the past traffic alone is told', async (preset) => {
    const past: SourceReport[] = []
    const span = { from: at - 2_000, to: at, stepMs: 1_000, signal: AbortSignal.timeout(20_000) }
    for await (const report of sourceOf(preset).backfill(span)) past.push(report)
    expect(past.map((report) => report.at)).toEqual([at - 2_000, at - 1_000, at])
    for (const { edges, facts } of past) {
      expect(edges).toHaveLength(reportOf(preset).edges.length)
      expect(facts).toBeUndefined()
    }
  })

  test('the doctor finds everything in order, and says what it reads', async () => {
    for (const preset of PRESETS) {
      const findings = await sourceOf(preset).examine({ signal: AbortSignal.timeout(20_000) })
      const others = { asked: 'names', outcome: 'warning', answer: expect.stringContaining('"early_"') }
      // How fast this machine is proves nothing.
      expect(findings.filter(({ asked, outcome }) => outcome !== 'ok' && asked !== 'speed')).toMatchObject(
        preset === GRAPH ? [others] : [],
      )
      if (preset === 'envoy') continue
      const names = findings.find(({ asked, outcome }) => asked === 'names' && outcome === 'ok')
      expect(names?.answer).toMatch(/^Reads otel_traces_service_graph_request_total, .*; buckets are of seconds\.$/)
    }
  })
})

/** An instant at which no scrape falls next to a step of the world: every region's sum is the world's. */
async function askAtAnEvenInstant(): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    at = Math.floor(Date.now() / 1_000) * 1_000
    for (const preset of PRESETS) reports.set(preset, await poll(sourceOf(preset, {}, () => at)))
    if (PRESETS.every(isEven)) return
    await until(() => Date.now() >= at + 1_000)
  }
}

function isEven(preset: Preset): boolean {
  const kept = keptEdges(preset)
  const told = byId(reportOf(preset))
  return living.world.catalog.regions.every(({ id }) => {
    let [real, own] = [0, 0]
    for (const { row, key } of kept.filter(({ key: { targetRegion } }) => targetRegion === id)) {
      const counts = living.countsBetween(row, at - WINDOW_MS, at)
      own += (counts.good + counts.degraded + counts.error + counts.timeout) / 10
      real += told.get(edgeIdOf(key))?.requestsPerSecond ?? 0
    }
    return near(real, own, EVEN_TOLERANCE)
  })
}

/** The world's connections that a preset's metrics keep, as that preset should name them. */
function keptEdges(preset: Preset): { row: number; key: EdgeKey }[] {
  const { world } = living
  return world.catalog.edges.flatMap((edge, row) => {
    const labels = preset === 'envoy' ? envoyLabels(world, edge) : serviceGraphLabels(world, edge)
    const [source, target] = [world.catalog.nodes[edge.source], world.catalog.nodes[edge.target]]
    if (labels === null || source === undefined || target === undefined) return []
    const targetRegion = regionOf(target.kind === 'service' || source.region < 0 ? target : source)
    const key = {
      sourceRegion: regionOf(source),
      source: source.region < 0 ? 'internet' : source.service,
      targetRegion,
      target: preset === 'envoy' && target.kind !== 'service' ? `${target.service}.example.com` : target.service,
      protocol: preset === 'envoy' ? ('http' as const) : protocolOf(edge, target),
    }
    return [{ row, key }]
  })
}

function protocolOf({ protocol }: WorldEdge, { kind }: WorldNode): EdgeKey['protocol'] {
  if (kind === 'datastore') return 'database'
  return protocol === 'messaging' && kind !== 'external' ? 'messaging' : 'unknown'
}

function regionOf({ region }: WorldNode): string {
  return living.world.catalog.regions[region]?.id ?? 'global'
}

function expectRates(breaker: BreakerReading | undefined, rates: Partial<BreakerReading>): void {
  for (const [name, rate] of Object.entries(rates)) {
    const told = Object.entries(breaker ?? {}).find(([key]) => key === name)?.[1]
    expect(typeof told === 'number' && near(told, Number(rate), STEADY_TOLERANCE), `${name}: ${told} of ${rate}`).toBe(
      true,
    )
  }
}

function byId(report: SourceReport): Map<string, EdgeReading> {
  return new Map(report.edges.map((edge) => [edgeIdOf(edge), edge]))
}

function near(a: number | undefined, b: number, tolerance = TOLERANCE): boolean {
  return a !== undefined && Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 100))
}
