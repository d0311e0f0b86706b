import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edgeIdOf } from '#contract/ids.ts'
import type { EdgeReading, SourceReport } from '#bff/topology/report.ts'
import { scrapeTargets } from '#mocks/upstreams/scrape-targets.ts'
import { worldConfiguration, worldIstioConfiguration } from '#mocks/upstreams/world-configuration.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import type { TrafficSource } from '../source.ts'
import { startLivingWorld, type LivingWorld } from './living-world-fixture.ts'
import { findPrometheus, startPrometheus, type RealPrometheus } from './real-prometheus-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/**
 * Each preset's queries against a real Prometheus that scrapes the world in that preset's own metric names. The same
 * instant is asked of three: the real Prometheus, the simulated one, and the world's own books.
 */

const isInstalled = findPrometheus() !== undefined
const WINDOW_MS = 10_000
/**
 * One step of the world more or less in a window of ten: where a scrape falls next to a step, and at a restart, of
 * which Prometheus never sees what was counted after the last scrape. Counting twice or losing a part is far beyond.
 */
const TOLERANCE = 0.13
/** Where neither happens. */
const EVEN_TOLERANCE = 0.025
const RESTARTED_REGION = 'us-east-1'
/** Below this a window of ten seconds holds too little to compare. */
const LEAST_RATE = 50

type Place = 'real' | 'simulated'
type Preset = 'custom' | 'istio'
const signal = () => AbortSignal.timeout(20_000)

let living: LivingWorld
let prometheus: RealPrometheus
/** The instant that all were asked about. */
let at: number
const reports = new Map<string, SourceReport>()
const reportOf = (place: Place, preset: Preset): SourceReport => {
  const report = reports.get(`${place} ${preset}`)
  if (report === undefined) throw new Error(`no report of ${place} ${preset}`)
  return report
}

function sourceOf(place: Place, preset: Preset, now: () => number = Date.now): TrafficSource {
  const address = { port: living.port, ...(place === 'real' ? { prometheusUrl: prometheus.url } : {}) }
  const configuration = preset === 'custom' ? worldConfiguration(address) : worldIstioConfiguration(address)
  const settings = PrometheusSettings.parse(configuration.sources[0])
  const regions = configuration.regions.map(({ id }) => id)
  return createPrometheusSource({ id: 'world', settings, regions, regionAliases: new Map(), clock: { now } })
}

async function poll(source: TrafficSource): Promise<SourceReport> {
  const outcome = await source.poll({ signal: signal() })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report
}

/**
 * The world steps once a second and each target is scraped once a second. Where a scrape falls next to a step, a
 * window of ten may hold one step more or less: a tenth too much, which is nobody's fault. So an instant is looked for
 * at which every region's sum of both Prometheuses agrees; if five seconds bring none, what follows will say so.
 */
async function askAtAnEvenInstant(): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    at = Math.floor(Date.now() / 1_000) * 1_000
    for (const preset of ['custom', 'istio'] as const) {
      for (const place of ['real', 'simulated'] as const) {
        reports.set(`${place} ${preset}`, await poll(sourceOf(place, preset, () => at)))
      }
    }
    if (isEven('custom') && isEven('istio')) return
    await until(() => Date.now() >= at + 1_000)
  }
}

function isEven(preset: Preset): boolean {
  return living.world.catalog.regions.every(({ id }) => {
    const within = (place: Place) => sum(reportOf(place, preset).edges.filter((edge) => edge.targetRegion === id))
    return near(within('real'), within('simulated'), id === RESTARTED_REGION ? TOLERANCE : EVEN_TOLERANCE)
  })
}

describe.skipIf(!isInstalled)('against a real Prometheus', () => {
  beforeAll(async () => {
    living = await startLivingWorld({
      pastSeconds: 60,
      // A busy service restarts in the middle of the window that is compared below, and a region's services fail in
      // every way that the mesh tells apart.
      scenario: (liveAt) => ({
        startsAt: liveAt,
        perturbations: [
          { kind: 'counter-reset', fromMs: 14_000, region: 'us-east-1', service: 'edge-proxy' },
          { kind: 'error-share', fromMs: 0, region: 'us-east-1', share: 0.03, persistentShare: 1 },
        ],
      }),
    })
    const targets = [...scrapeTargets(living.port, 'custom'), ...scrapeTargets(living.port, 'istio')]
    const started = await startPrometheus({ targets })
    if (started === undefined) throw new Error('Prometheus is installed but was not started')
    prometheus = started
    await until(() => living.world.now >= liveSince + 19_000)
    await askAtAnEvenInstant()
  }, 120_000)
  const liveSince = Date.now()
  afterAll(async () => {
    await prometheus?.dispose()
    await living?.stop()
  })

  test('every question is answered, without a problem', () => {
    for (const preset of ['custom', 'istio'] as const) {
      expect(reportOf('real', preset).problems).toEqual([])
      expect(reportOf('simulated', preset).problems).toEqual([])
    }
  })

  test.each(['custom', 'istio'] as const)('preset %s: the numbers are those of the world', (preset) => {
    const told = byId(reportOf('real', preset))
    let compared = 0
    let failing = 0
    living.world.catalog.edges.forEach((edge, row) => {
      const source = living.world.catalog.nodes[edge.source]
      const target = living.world.catalog.nodes[edge.target]
      if (source === undefined || target === undefined || target.kind === 'cdn' || source.kind === 'cdn') return
      const inMesh = edge.protocol === 'http' || edge.protocol === 'grpc'
      if (preset === 'istio' && (!inMesh || source.kind === 'datastore')) return
      const counts = living.countsBetween(row, at - WINDOW_MS, at)
      const total = counts.good + counts.degraded + counts.error + counts.timeout
      if (total / 10 < LEAST_RATE) return
      compared += 1
      const region = (index: number) => living.world.catalog.regions[index]?.id ?? 'global'
      const id = edgeIdOf({
        sourceRegion: region(source.region),
        source: source.service,
        targetRegion: region(target.region),
        target: target.service,
        protocol: edge.protocol,
      })
      const reading = told.get(id)
      expect(reading, id).toBeDefined()
      expect(
        near(reading?.requestsPerSecond, total / 10),
        `${id}: ${reading?.requestsPerSecond} of ${total / 10}`,
      ).toBe(true)
      expect(isShare(reading?.errorShare, (counts.error + counts.timeout) / total, total), id).toBe(true)
      if (preset === 'custom') expect(isShare(reading?.degradedShare, counts.degraded / total, total), id).toBe(true)
      else expect(reading?.degradedShare).toBeNaN()
      if (counts.error / total > 0.025) failing += 1
    })
    expect(compared).toBeGreaterThan(100)
    expect(failing).toBeGreaterThan(30)
  })

  test('preset custom: restarted processes are no dip and no spike', () => {
    const edges = reportOf('real', 'custom').edges.filter(
      (edge) => edge.source === 'edge-proxy' && edge.sourceRegion === 'us-east-1',
    )
    const simulated = byId(reportOf('simulated', 'custom'))
    expect(edges.length).toBeGreaterThan(3)
    for (const edge of edges.filter(({ requestsPerSecond }) => requestsPerSecond > LEAST_RATE)) {
      expect(near(edge.requestsPerSecond, simulated.get(edgeIdOf(edge))?.requestsPerSecond)).toBe(true)
    }
  })

  test('preset custom: services stand in the zones that the world has put them in', () => {
    const { nodes, regions } = living.world.catalog
    const told = new Map(
      reportOf('real', 'custom').serviceZones?.map(({ region, service, zones }) => [`${region}/${service}`, zones]),
    )
    const placed = nodes.flatMap(({ region, service, zones }, row): [string, string[]][] => {
      const ready = living.world.gauges.instancesReady[row] ?? NaN
      const standing = zones.filter((_, place) => instancesInZone(ready, place, zones.length) > 0)
      return standing.length === 0 ? [] : [[`${regions[region]?.id}/${service}`, standing.toSorted()]]
    })
    expect(told).toEqual(new Map(placed))
    expect(new Set([...told.values()].map(({ length }) => length))).toEqual(new Set([1, 2, 3]))
    expect(reportOf('real', 'istio').serviceZones).toBeUndefined()
  })

  test('preset istio: both reporters are not added up, and no request is lost', () => {
    const entered = (report: SourceReport) =>
      sum(report.edges.filter((edge) => edge.entry && edge.target === 'edge-proxy'))
    const [mesh, own] = [entered(reportOf('real', 'istio')), entered(reportOf('real', 'custom'))]
    expect(near(mesh, own)).toBe(true)
    const within = (report: SourceReport) => sum(report.edges.filter((edge) => edge.protocol === 'grpc'))
    expect(near(within(reportOf('real', 'istio')), within(reportOf('real', 'custom')))).toBe(true)
  })

  test.each(['custom', 'istio'] as const)(
    'preset %s: the simulated Prometheus says the same as the real one',
    (preset) => {
      const simulated = byId(reportOf('simulated', preset))
      const real = reportOf('real', preset)
      expect(real.edges.length).toBe(simulated.size)
      for (const edge of real.edges.filter(({ requestsPerSecond }) => requestsPerSecond > LEAST_RATE)) {
        const other = simulated.get(edgeIdOf(edge))
        const where = edgeIdOf(edge)
        expect(near(edge.requestsPerSecond, other?.requestsPerSecond), `${where} requests`).toBe(true)
        expect(isShare(edge.errorShare, other?.errorShare, edge.requestsPerSecond * 10), `${where} errors`).toBe(true)
        if (Number.isNaN(edge.p99LatencyMs) && Number.isNaN(other?.p99LatencyMs)) continue
        const words = `${where} p99: ${edge.p99LatencyMs}, ${other?.p99LatencyMs}`
        expect(near(edge.p99LatencyMs, other?.p99LatencyMs, 0.1), words).toBe(true)
      }
      expect(real.zones.length).toBe(reportOf('simulated', preset).zones.length)
      expect(real.business.map(({ region }) => region).sort()).toEqual(
        reportOf('simulated', preset)
          .business.map(({ region }) => region)
          .sort(),
      )
      expect(real.nodes.length).toBe(reportOf('simulated', preset).nodes.length)
    },
  )

  test('freshness is the time of the samples, not of the query', () => {
    const observed = reportOf('real', 'custom').feeds.map((feed) => feed.observedAt)
    expect(observed).toHaveLength(4)
    for (const observedAt of observed) {
      expect(observedAt).toBeLessThanOrEqual(at)
      expect(observedAt).toBeGreaterThan(at - WINDOW_MS)
      expect(observedAt).not.toBe(at)
    }
  })

  test('a frozen target stops the clock of its own region, while Prometheus goes on answering', async () => {
    const own = sourceOf('real', 'custom')
    const mesh = sourceOf('real', 'istio')
    await Promise.all([poll(own), poll(mesh)])
    const frozenAt = Date.now()
    living.server.faults.set({ kind: 'frozen', surface: 'metrics', region: 'us-east-1' })
    const goesOn = async (source: TrafficSource) => {
      const report = await poll(source)
      return observedAtOf(report, 'us-west-2') > frozenAt + 5_000 ? report : null
    }
    for (const source of [own, mesh, sourceOf('real', 'custom')]) {
      let report: SourceReport | null = null
      await expect.poll(async () => (report = await goesOn(source)), { timeout: 30_000, interval: 500 }).not.toBeNull()
      const stoppedAt = observedAtOf(report, 'us-east-1')
      expect(stoppedAt).toBeLessThan(frozenAt + 1_500)
      // A start while it is frozen finds the last scrape to a quarter of a minute.
      expect(stoppedAt).toBeGreaterThan(frozenAt - 20_000)
      expect(newestEdge(report, 'us-east-1')).toBeLessThan(frozenAt + 1_500)
    }
    living.server.faults.clear()
    const isBack = async () => observedAtOf(await poll(own), 'us-east-1') > frozenAt + 5_000
    await expect.poll(isBack, { timeout: 30_000, interval: 500 }).toBe(true)
  })

  test('a Prometheus that is gone is a failure in words, and comes back by itself', async () => {
    const source = sourceOf('real', 'custom')
    await prometheus.stop()
    const outcome = await source.poll({ signal: signal() })
    expect(outcome).toMatchObject({
      kind: 'failed',
      problem: { message: expect.stringContaining('refuses connections') },
    })
    await prometheus.start()
    expect((await poll(source)).feeds.length).toBeGreaterThan(0)
  })

  test('the doctor finds everything in order', async () => {
    await expect
      .poll(
        async () =>
          (await sourceOf('real', 'custom').examine({ signal: signal() })).filter(
            // How fast this machine is proves nothing.
            ({ asked, outcome }) => outcome !== 'ok' && asked !== 'speed',
          ),
        { timeout: 10_000, interval: 1_000 },
      )
      .toEqual([])
  })

  test('the doctor knows a name that is nearly right', async () => {
    const settings = PrometheusSettings.parse({
      ...worldConfiguration({ port: living.port, prometheusUrl: prometheus.url }).sources[0],
      queries: {
        requests: 'sum by (caller, callee) (rate(spillway_requests_total[$window]))',
        errors: 'spillway_world_requests_total',
      },
    })
    const clock = { now: Date.now }
    const source = createPrometheusSource({
      id: 'world',
      settings,
      regions: ['mars-1'],
      regionAliases: new Map(),
      clock,
    })
    const answers = (await source.examine({ signal: signal() })).map(({ asked, answer }) => `${asked}: ${answer}`)
    expect(answers).toContainEqual(
      expect.stringMatching(
        /^requests\/s: No rows: .*no metric spillway_requests_total; there is spillway_world_requests_total/,
      ),
    )
    expect(answers).toContainEqual(expect.stringMatching(/^errors\/s: spillway_world_requests_total is a counter/))
    expect(answers).toContainEqual(
      expect.stringMatching(/^regions: No configured region appears in the data; nothing of mars-1/),
    )
  })
})

function byId(report: SourceReport): Map<string, EdgeReading> {
  return new Map(report.edges.map((edge) => [edgeIdOf(edge), edge]))
}

function sum(edges: readonly EdgeReading[]): number {
  return edges.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0)
}

function near(a: number | undefined, b: number | undefined, tolerance = TOLERANCE): boolean {
  if (a === undefined || b === undefined) return false
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
}

/**
 * Within a percentage point, and what chance may add: scrapes shift the window by up to a second at each end, and of a
 * few hundred requests a handful of failures more or less are another share.
 */
function isShare(a: number | undefined, b: number | undefined, requests: number): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 0.01 + 0.5 / Math.sqrt(requests)
}

function observedAtOf(report: SourceReport | null, region: string): number {
  return report?.feeds.find((feed) => feed.region === region)?.observedAt ?? NaN
}

/** −Infinity where the region has no connection any more. */
function newestEdge(report: SourceReport | null, feedRegion: string): number {
  const edges = report?.edges.filter((edge) => edge.feedRegion === feedRegion) ?? []
  return Math.max(...edges.map(({ observedAt }) => observedAt))
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 100))
}
