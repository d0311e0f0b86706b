import { expect, test } from 'vitest'
import { createWorld } from './create-world.ts'
import { nodeRow, observe, SOME_SUNDAY } from './observation-fixture.ts'
import type { World } from './world.ts'
import type { Perturbation } from './perturbation.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FROZEN: Perturbation = { kind: 'autoscaler-frozen', fromMs: 0, region: 'us-east-1' }

function worldWith(perturbations: readonly Perturbation[], stepMs = 1_000) {
  return createWorld({ seed: 11, startAt: SOME_SUNDAY, stepMs, scenario: { startsAt: SOME_SUNDAY, perturbations } })
}

test(
  'a calm day: hardly an error at any entry, no circuit opens, instances follow the hour',
  { timeout: 60_000 },
  () => {
    const world = createWorld({ seed: 8, startAt: SOME_SUNDAY, stepMs: 10_000 })
    const api = nodeRow(world, 0, 'api')
    const loads: number[] = []
    const instances: number[] = []
    for (let hour = 0; hour < 24; hour += 1) {
      const seen = observe(world, HOUR_MS)
      for (const region of [0, 1, 2]) {
        expect(seen.entry(region).errorShare).toBeLessThan(0.005)
        expect(seen.entry(region).requestsPerSecond).toBeGreaterThan(20_000)
      }
      expect(world.gauges.breaker.every((state) => state === 0)).toBe(true)
      loads.push(seen.node(api).requestsPerSecond)
      instances.push(world.gauges.instancesReady[api] ?? NaN)
    }
    expect(Math.max(...instances) / Math.min(...instances)).toBeGreaterThan(2)
    expect(correlation(loads, instances)).toBeGreaterThan(0.9)
  },
)

test.each(['api', 'playback-license', 'cassandra-profile'])('the fuller %s runs, the slower it answers', (service) => {
  const calm = worldWith([FROZEN])
  calm.advanceTo(SOME_SUNDAY + 20_000)
  const usual = calm.gauges.saturation[nodeRow(calm, 0, service)] ?? NaN
  const [latencies, shedding] = [
    [usual, 0.7, 0.8, 0.88, 0.94, 0.98],
    [1.3, 2],
  ].map((uses) =>
    uses.map((use) => {
      const share = 1 - usual / use
      const world = worldWith([FROZEN, { kind: 'capacity-loss', fromMs: 0, region: 'us-east-1', service, share }])
      world.advanceTo(SOME_SUNDAY + 20_000)
      return observe(world, 20_000).edge(localCall(world, nodeRow(world, 0, service))).p99LatencyMs
    }),
  )
  expect(latencies).toEqual(latencies?.toSorted((a, b) => a - b))
  expect(latencies?.[5]).toBeGreaterThan(1.4 * (latencies?.[0] ?? NaN))
  // Beyond its capacity it refuses what its bounded queue cannot hold: slow by a known factor, not ever slower.
  for (const latency of shedding ?? []) {
    expect(latency).toBeGreaterThan(1.5 * (latencies?.[4] ?? NaN))
    expect(latency).toBeLessThan(25 * (latencies?.[0] ?? NaN))
  }
})

test('failures travel to callers, where there is a fallback as degraded answers', () => {
  const world = worldWith([
    { kind: 'error-share', fromMs: 0, region: 'us-east-1', service: 'title-rights', share: 0.3, persistentShare: 1 },
    { kind: 'error-share', fromMs: 0, region: 'eu-west-1', service: 'recommendations', share: 0.3, persistentShare: 1 },
  ])
  world.advanceTo(SOME_SUNDAY + 20_000)
  const seen = observe(world, 20_000)
  expect(seen.node(nodeRow(world, 0, 'catalogue')).errorShare).toBeGreaterThan(0.1)
  expect(seen.entry(0).errorShare).toBeGreaterThan(0.01)
  expect(seen.node(nodeRow(world, 2, 'home-page')).errorShare).toBeLessThan(0.01)
  expect(seen.node(nodeRow(world, 2, 'home-page')).degradedShare).toBeGreaterThan(0.15)
  expect(seen.entry(2).errorShare).toBeLessThan(0.005)
})

test('errors that pass are retried: load grows, callers hardly notice', () => {
  const fail = (persistentShare: number): Perturbation => ({
    kind: 'error-share',
    fromMs: 0,
    region: 'us-east-1',
    service: 'key-vault',
    share: 0.15,
    persistentShare,
  })
  const [calm, passing, lasting] = [[], [fail(0)], [fail(1)]].map((perturbations) => {
    const world = worldWith([FROZEN, ...perturbations])
    world.advanceTo(SOME_SUNDAY + 30_000)
    const seen = observe(world, 30_000)
    return {
      load: seen.node(nodeRow(world, 0, 'key-vault')).requestsPerSecond,
      callerErrors: seen.node(nodeRow(world, 0, 'playback-license')).errorShare,
    }
  })
  expect(passing?.load).toBeGreaterThan((calm?.load ?? NaN) * 1.1)
  expect(passing?.callerErrors).toBeLessThan(0.03)
  expect(lasting?.callerErrors).toBeGreaterThan(0.1)
})

test('a circuit opens on failing calls, sheds their load, probes, and closes when they are well again', () => {
  const world = worldWith([
    {
      kind: 'error-share',
      fromMs: 10_000,
      untilMs: 90_000,
      region: 'us-east-1',
      service: 'search',
      share: 0.9,
      persistentShare: 1,
    },
  ])
  const search = nodeRow(world, 0, 'search')
  const calls = world.catalog.edges.flatMap(({ target }, edge) => (target === search ? [edge] : []))
  const before = observe(world, 10_000).node(search).requestsPerSecond
  const seenStates = new Set<number>()
  for (let second = 0; second < 60; second += 1) {
    world.advanceTo(world.now + 1_000)
    for (const edge of calls) seenStates.add(world.gauges.breaker[edge] ?? -1)
  }
  expect([...seenStates].toSorted()).toEqual([0, 1, 2])
  expect(observe(world, 20_000).node(search).requestsPerSecond).toBeLessThan(before * 0.3)
  world.advanceTo(SOME_SUNDAY + 150_000)
  expect(calls.map((edge) => world.gauges.breaker[edge])).toEqual(calls.map(() => 0))
  expect(observe(world, 20_000).node(search).requestsPerSecond).toBeGreaterThan(before * 0.8)
})

test('requests that vanish show as timeouts, those to a dead zone as errors that discovery routes around', () => {
  const lossy = worldWith([{ kind: 'partition', fromMs: 0, from: 'internet', to: 'us-west-2', lossShare: 0.2 }])
  lossy.advanceTo(SOME_SUNDAY + 30_000)
  expect(observe(lossy, 30_000).entry(1).errorShare).toBeCloseTo(0.2, 1)
  expect(observe(lossy, 5_000).entry(0).errorShare).toBeLessThan(0.005)

  const dark = worldWith([{ kind: 'zone-loss', fromMs: 10_000, region: 'eu-west-1', zones: [2], share: 1 }])
  dark.advanceTo(SOME_SUNDAY + 10_000)
  const early = observe(dark, 10_000)
  expect(early.zone(2, 2).errorShare).toBeGreaterThan(0.9)
  dark.advanceTo(SOME_SUNDAY + 5 * MINUTE_MS)
  const late = observe(dark, 10_000)
  expect(late.zone(2, 2).requestsPerSecond).toBeLessThan(early.zone(2, 0).requestsPerSecond * 0.05)
  expect(late.entry(2).errorShare).toBeLessThan(0.01)
})

test('steps of ten seconds tell the same story as steps of one', () => {
  const [short, long] = [1_000, 10_000].map((stepMs) => {
    const world = worldWith([{ kind: 'zone-loss', fromMs: 0, region: 'us-east-1', zones: [0], share: 1 }], stepMs)
    world.steer({ proxies: [1, 1, 1], dns: [1, 1, 1] })
    world.advanceTo(SOME_SUNDAY + 4 * MINUTE_MS)
    const seen = observe(world, 2 * MINUTE_MS)
    return [0, 1, 2].map((region) => seen.entry(region))
  })
  short?.forEach((traffic, region) => {
    const other = long?.[region]
    expect((other?.requestsPerSecond ?? NaN) / traffic.requestsPerSecond).toBeCloseTo(1, 1)
    expect(Math.abs((other?.errorShare ?? NaN) - traffic.errorShare)).toBeLessThan(0.02)
  })
})

/** A call to this service from its own region: copies from other regions are slow for another reason. */
function localCall({ catalog }: World, row: number): number {
  return catalog.edges.findIndex(
    ({ source, target }) => target === row && catalog.nodes[source]?.region === catalog.nodes[row]?.region,
  )
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const products = a.map((value, index) => (value - meanA) * ((b[index] ?? NaN) - meanB))
  const spread = (values: readonly number[], middle: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0))
  return products.reduce((sum, value) => sum + value, 0) / (spread(a, meanA) * spread(b, meanB))
}
