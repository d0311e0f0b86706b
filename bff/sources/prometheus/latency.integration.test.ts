import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { edgeIdOf, type EdgeKey } from '#contract/ids.ts'
import type { EdgeReading } from '#bff/topology/report.ts'
import { scrapeTargets } from '#mocks/upstreams/scrape-targets.ts'
import { worldConfiguration, worldIstioConfiguration } from '#mocks/upstreams/world-configuration.ts'
import { WORLD_METRICS } from '#mocks/upstreams/world-queries.ts'
import type { LatencyAnswer, TrafficSource } from '../source.ts'
import { startLivingWorld, type LivingWorld } from './living-world-fixture.ts'
import { findPrometheus, startPrometheus, type RealPrometheus } from './real-prometheus-fixture.ts'
import { PrometheusSettings } from './settings.ts'
import { createPrometheusSource } from './source.ts'

/**
 * What a panel is told of p50 and p90 against PromQL written by hand for that one connection, at the same instants, of
 * the same real Prometheus: it must be the same number, not nearly.
 */

const STEP_MS = 2_000
const STEPS = 4
const WINDOW = '10s'
const signal = () => AbortSignal.timeout(20_000)

let living: LivingWorld
let prometheus: RealPrometheus
/** The last of the instants that are asked about. */
let to: number

function sourceOf(preset: 'custom' | 'istio', over: object = {}, url?: string): TrafficSource {
  const address = { port: living.port, prometheusUrl: url ?? prometheus.url }
  const configuration = preset === 'custom' ? worldConfiguration(address) : worldIstioConfiguration(address)
  const settings = PrometheusSettings.parse({ ...configuration.sources[0], ...over })
  const regions = configuration.regions.map(({ id }) => id)
  return createPrometheusSource({ id: 'world', settings, regions, regionAliases: new Map(), clock: { now: () => to } })
}

async function busiest(source: TrafficSource, isMeant: (edge: EdgeReading) => boolean): Promise<EdgeReading[]> {
  const outcome = await source.poll({ signal: signal() })
  if (outcome.kind === 'failed') throw new Error(outcome.problem.message)
  return outcome.report.edges
    .filter(isMeant)
    .toSorted((a, b) => b.requestsPerSecond - a.requestsPerSecond)
    .slice(0, 3)
}

async function ask(source: TrafficSource, connections: readonly EdgeKey[]) {
  const from = to - (STEPS - 1) * STEP_MS
  const answer = await source.latency?.({ connections, from, to, stepMs: STEP_MS, signal: signal() })
  if (answer?.kind !== 'told') throw new Error(answer === undefined ? 'it never tells' : answer.message)
  return answer
}

const InstantAnswer = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
})

/** The one number of a query at an instant, straight from Prometheus. */
async function numberOf(query: string, atMs: number): Promise<number> {
  const search = new URLSearchParams({ query, time: (atMs / 1_000).toFixed(3) })
  const answer = InstantAnswer.parse(await (await fetch(`${prometheus.url}/api/v1/query?${search}`)).json())
  expect(answer.data.result.length, query).toBe(1)
  return Number(answer.data.result[0]?.value[1])
}

async function expectTheSame(
  answer: Extract<LatencyAnswer, { kind: 'told' }>,
  queryOf: (quantile: number, connection: EdgeKey) => string,
): Promise<void> {
  expect(answer.rows.length).toBeGreaterThan(0)
  for (const { connection, p50LatencyMs, p90LatencyMs } of answer.rows) {
    expect([p50LatencyMs.length, p90LatencyMs.length]).toEqual([STEPS, STEPS])
    for (let step = 0; step < STEPS; step += 1) {
      const at = to - (STEPS - 1 - step) * STEP_MS
      const where = `${edgeIdOf(connection)} at step ${step}`
      expect(p50LatencyMs[step], where).toBeCloseTo(await numberOf(queryOf(0.5, connection), at), 6)
      expect(p90LatencyMs[step], where).toBeCloseTo(await numberOf(queryOf(0.9, connection), at), 6)
    }
    expect(p90LatencyMs[0]).toBeGreaterThan(p50LatencyMs[0] ?? NaN)
  }
}

function customQuery(quantile: number, { source, target, sourceRegion, targetRegion, protocol }: EdgeKey): string {
  const ends = `caller="${source}",callee="${target}",caller_region="${sourceRegion}",callee_region="${targetRegion}"`
  const buckets = `rate(${WORLD_METRICS.latency}_bucket{${ends},protocol="${protocol}"}[${WINDOW}])`
  return `histogram_quantile(${quantile}, sum by (le) (${buckets}))`
}

describe.skipIf(findPrometheus() === undefined)('p50 and p90 of a real Prometheus', () => {
  beforeAll(async () => {
    living = await startLivingWorld({ pastSeconds: 60 })
    const targets = [...scrapeTargets(living.port, 'custom'), ...scrapeTargets(living.port, 'istio')]
    const started = await startPrometheus({ targets })
    if (started === undefined) throw new Error('Prometheus is installed but was not started')
    prometheus = started
    const begunAt = Date.now()
    while (Date.now() < begunAt + 20_000) await new Promise((resolve) => setTimeout(resolve, 200))
    to = Math.floor((Date.now() - 1_000) / 1_000) * 1_000
  }, 60_000)
  afterAll(async () => {
    await prometheus?.dispose()
    await living?.stop()
  })

  test('preset custom: of connections within a region and into another', async () => {
    const source = sourceOf('custom')
    const near = await busiest(source, ({ sourceRegion, targetRegion }) => sourceRegion === targetRegion)
    const far = await busiest(
      source,
      (edge) => edge.sourceRegion !== edge.targetRegion && edge.sourceRegion !== 'global',
    )
    const answer = await ask(source, [...near, ...far])
    expect([answer.rows.length, answer.windowMs]).toEqual([near.length + far.length, 10_000])
    await expectTheSame(answer, customQuery)
  })

  test('preset custom: of a query of any other form, and in seconds', async () => {
    const [p50, p90] = [0.5, 0.9].map(
      (quantile) =>
        `max by (caller, callee, caller_region, callee_region, protocol) (histogram_quantile(${quantile}, sum by (le, caller, callee, caller_region, callee_region, protocol) (rate(${WORLD_METRICS.latency}_bucket[$window])))) / 1000`,
    )
    const { queries } = worldConfiguration({ port: living.port }).sources[0] ?? { queries: {} }
    const source = sourceOf('custom', { latencyUnit: 's', queries: { ...queries, p50, p90 } })
    const answer = await ask(source, await busiest(source, ({ targetRegion }) => targetRegion === 'us-east-1'))
    expect(answer.rows).toHaveLength(3)
    await expectTheSame(answer, customQuery)
  })

  test('preset istio: as the destination tells of services, and callers of what lies outside of the mesh', async () => {
    const source = sourceOf('istio')
    const isPlain = ({ source: caller }: EdgeReading) => caller !== 'internet'
    const inside = await busiest(source, (edge) => isPlain(edge) && edge.protocol === 'grpc')
    const { nodes } = living.world.catalog
    const lieOutside = new Set(nodes.filter(({ kind }) => kind !== 'service').map(({ service }) => service))
    const outside = await busiest(source, (edge) => isPlain(edge) && lieOutside.has(edge.target))
    const answer = await ask(source, [...inside, ...outside])
    expect(answer.rows.length).toBe(inside.length + outside.length)
    expect(outside.length).toBeGreaterThan(0)
    await expectTheSame(answer, (quantile, connection) => {
      const isInside = inside.some((edge) => edgeIdOf(edge) === edgeIdOf(connection))
      const own = isInside
        ? `reporter="destination",destination_canonical_service="${connection.target}",destination_cluster="${connection.targetRegion}"`
        : `reporter="source",destination_service_name="${connection.target}"`
      const caller = `source_canonical_service="${connection.source}",source_cluster="${connection.sourceRegion}"`
      const buckets = `rate(istio_request_duration_milliseconds_bucket{${own},${caller}}[${WINDOW}])`
      return `histogram_quantile(${quantile}, sum by (le) (${buckets}))`
    })
  })

  test('preset istio: what enters is as slow as the slowest of what the gateway sends on', async () => {
    const source = sourceOf('istio', { entry: ['edge-proxy'] })
    const [entry] = await busiest(source, (edge) => edge.entry)
    if (entry === undefined) throw new Error('nothing enters')
    const { rows } = await ask(source, [entry])
    expect(rows[0]?.p50LatencyMs.every((ms) => ms > 0)).toBe(true)
  })

  test('a connection that nobody tells of has no row, and one among others takes nothing from them', async () => {
    const source = sourceOf('custom')
    const [known] = await busiest(source, ({ targetRegion }) => targetRegion === 'us-east-1')
    if (known === undefined) throw new Error('there is no traffic')
    const answer = await ask(source, [{ ...known, target: 'nobody' }, known])
    expect(answer.rows.map(({ connection }) => connection.target)).toEqual([known.target])
  })

  test('the simulated Prometheus says nearly the same', async () => {
    const [real, simulated] = [sourceOf('custom'), sourceOf('custom', {}, `http://127.0.0.1:${living.port}`)]
    const connections = await busiest(real, ({ protocol }) => protocol === 'http')
    const [one, other] = [await ask(real, connections), await ask(simulated, connections)]
    for (const [place, { p50LatencyMs }] of one.rows.entries()) {
      const ratio = (p50LatencyMs[0] ?? NaN) / (other.rows[place]?.p50LatencyMs[0] ?? NaN)
      expect(Math.abs(Math.log(ratio))).toBeLessThan(0.1)
    }
  })

  test('where p50 and p90 are not configured, the source never tells', () => {
    const { queries } = worldConfiguration({ port: living.port }).sources[0] ?? { queries: {} }
    expect(sourceOf('custom', { queries: { ...queries, p50: undefined, p90: undefined } }).latency).toBeUndefined()
  })
})
