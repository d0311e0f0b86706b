import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCatalog } from './build-catalog.ts'
import { createWorld } from './create-world.ts'
import { hashOf, nodeRow, observe, SOME_SUNDAY } from './observation-fixture.ts'
import type { Perturbation } from './perturbation.ts'
import { OUTCOMES } from './world.ts'

const MINUTE_MS = 60_000

test('one seed, one history; another seed, another', () => {
  const hashes = [5, 5, 6].map((seed) => {
    const world = createWorld({ seed, startAt: SOME_SUNDAY })
    world.advanceTo(SOME_SUNDAY + 2 * MINUTE_MS)
    return hashOf(world)
  })
  expect(hashes[0]).toBe(hashes[1])
  expect(hashes[0]).not.toBe(hashes[2])
})

test('how often it is asked does not matter, and only whole steps are run', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9_999 }), { maxLength: 12 }), (instants) => {
      const asked = createWorld({ seed: 9, startAt: SOME_SUNDAY })
      for (const instant of instants.toSorted((a, b) => a - b)) asked.advanceTo(SOME_SUNDAY + instant)
      asked.advanceTo(SOME_SUNDAY + 10_900)
      const straight = createWorld({ seed: 9, startAt: SOME_SUNDAY })
      straight.advanceTo(SOME_SUNDAY + 10_000)
      expect(asked.now).toBe(SOME_SUNDAY + 10_000)
      expect(hashOf(asked)).toBe(hashOf(straight))
    }),
    { numRuns: 5 },
  )
})

const TROUBLE: readonly Perturbation[] = [
  { kind: 'error-share', fromMs: 0, region: 'us-east-1', service: 'identity', share: 0.4, persistentShare: 0.2 },
  { kind: 'zone-loss', fromMs: 20_000, region: 'us-east-1', zones: [1], share: 1 },
  { kind: 'partition', fromMs: 40_000, from: 'us-west-2', to: 'us-west-2', lossShare: 0.2 },
  { kind: 'capacity-loss', fromMs: 10_000, region: 'eu-west-1', service: 'api', share: 0.8 },
]

const FURTHER_TROUBLE: readonly Perturbation[] = [
  { kind: 'zone-degraded', fromMs: 5_000, region: 'us-west-2', zone: 2, capacityShare: 0.5, lossShare: 0.3 },
  { kind: 'failing-instances', fromMs: 0, region: 'us-east-1', service: 'profile', share: 0.4, pull: 2 },
  { kind: 'memory-leak', fromMs: 0, region: 'eu-west-1', service: 'api', fillsInMs: 40_000, restartMs: 20_000 },
  { kind: 'cache-loss', fromMs: 9_000, region: 'us-east-1', service: 'evcache-catalogue', share: 1, warmMs: 30_000 },
  {
    kind: 'retry-policy',
    fromMs: 0,
    region: 'us-east-1',
    service: 'api',
    target: 'profile',
    retries: 5,
    budget: 5,
  },
]

test.each([
  ['calm', 1_000, []],
  ['in trouble', 1_000, TROUBLE],
  ['in other trouble', 1_000, FURTHER_TROUBLE],
  ['in all of it, in long steps', 10_000, [...TROUBLE, ...FURTHER_TROUBLE]],
  ['in trouble, in long steps', 10_000, TROUBLE],
])('every request has one outcome, one latency and one zone (%s, steps of %d ms)', (_, stepMs, perturbations) => {
  const world = createWorld({
    seed: 3,
    startAt: SOME_SUNDAY,
    stepMs,
    scenario: { startsAt: SOME_SUNDAY, perturbations },
  })
  world.steer({ proxies: [1, 2, 3], dns: [1, 2, 3] })
  world.advanceTo(SOME_SUNDAY + 2 * MINUTE_MS)
  const { counters, catalog } = world
  const buckets = catalog.latencyBucketsMs.length + 1
  catalog.edges.forEach((_edge, edge) => {
    const outcomes = sum(counters.requests.subarray(edge * OUTCOMES.length, (edge + 1) * OUTCOMES.length))
    const latencies = sum(counters.latency.subarray(edge * buckets, (edge + 1) * buckets))
    expect(Math.abs(latencies - outcomes)).toBeLessThan(1e-6 * (1 + outcomes))
  })
  for (const column of Object.values(counters))
    expect(column.every((value: number) => value >= 0 && value < Infinity)).toBe(true)
  const entries = catalog.edges.flatMap(({ source }, edge) =>
    catalog.nodes[source]?.kind === 'internet' && catalog.nodes[catalog.edges[edge]?.target ?? -1]?.region !== -1
      ? [edge]
      : [],
  )
  entries.forEach((edge, region) => {
    for (const outcome of OUTCOMES.keys()) {
      const zones = [0, 1, 2].map(
        (zone) => counters.zoneRequests[(region * 3 + zone) * OUTCOMES.length + outcome] ?? NaN,
      )
      expect(sum(zones)).toBe(counters.requests[edge * OUTCOMES.length + outcome])
    }
  })
})

test.each([
  ['calm', []],
  ['in trouble', TROUBLE],
])('no call is made more often than its caller is asked, times fan-out, times retries (%s)', (_, perturbations) => {
  const world = createWorld({ seed: 4, startAt: SOME_SUNDAY, scenario: { startsAt: SOME_SUNDAY, perturbations } })
  world.advanceTo(SOME_SUNDAY + 30_000)
  const seen = observe(world, MINUTE_MS)
  const { roles, catalog } = buildCatalog()
  roles.forEach((role, edge) => {
    if (role.role !== 'call') return
    const asked = seen.node(catalog.edges[edge]?.source ?? -1).requests
    const [, callsPerRequest] = role.call
    // One retry at most, within a budget of a fifth; calls per request wander by 5 % at most.
    const most = asked * callsPerRequest * 1.2 * 1.05
    expect(seen.edge(edge).requests).toBeLessThanOrEqual(most + 6 * Math.sqrt(most) + 6)
  })
})

test('counters only grow while processes leak, forget and fail', () => {
  const scenario = { startsAt: SOME_SUNDAY, perturbations: [...TROUBLE, ...FURTHER_TROUBLE] }
  const world = createWorld({ seed: 6, startAt: SOME_SUNDAY, scenario })
  const columns = Object.values(world.counters)
  for (let second = 1; second <= 90; second += 1) {
    const before = columns.map((column) => column.slice())
    world.advanceTo(SOME_SUNDAY + second * 1_000)
    const fallen = columns.map((column, at) =>
      column.findIndex((value: number, index: number) => value < (before[at]?.[index] ?? NaN)),
    )
    expect(fallen).toEqual(columns.map(() => -1))
  }
})

test('counters never fall, but where a scenario restarts a process', () => {
  const world = createWorld({
    seed: 1,
    startAt: SOME_SUNDAY,
    scenario: {
      startsAt: SOME_SUNDAY,
      perturbations: [{ kind: 'counter-reset', fromMs: 30_500, region: 'us-east-1', service: 'api' }],
    },
  })
  const api = nodeRow(world, 0, 'api')
  const reset = new Set<number>()
  for (let second = 1; second <= 60; second += 1) {
    const before = world.counters.requests.slice()
    world.advanceTo(SOME_SUNDAY + second * 1_000)
    before.forEach((value, index) => {
      if ((world.counters.requests[index] ?? 0) < value) reset.add(Math.floor(index / OUTCOMES.length))
    })
  }
  expect(reset.size).toBeGreaterThan(10)
  for (const edge of reset) expect(world.catalog.edges[edge]?.source).toBe(api)
})

test('a week leaves every column as long as it was and every number finite', () => {
  const world = createWorld({ seed: 2, startAt: SOME_SUNDAY, stepMs: 4 * MINUTE_MS })
  const columns = { ...world.counters, ...world.gauges }
  const lengths = Object.values(columns).map(({ length }) => length)
  world.advanceTo(SOME_SUNDAY + 7 * 24 * 60 * MINUTE_MS)
  expect(Object.values({ ...world.counters, ...world.gauges })).toEqual(Object.values(columns))
  expect(Object.values(columns).map(({ length }) => length)).toEqual(lengths)
  expect(world.deploys).toEqual([])
  for (const column of Object.values(world.counters)) expect(column.every(Number.isFinite)).toBe(true)
  world.catalog.nodes.forEach(({ region }, node) => {
    expect(Number.isFinite(world.gauges.saturation[node])).toBe(region >= 0)
  })
})

test.each([
  ['a region that does not exist', { kind: 'autoscaler-frozen', fromMs: 0, region: 'mars-1' }, /no region "mars-1"/],
  [
    'a service that does not exist',
    { kind: 'deploy', fromMs: 0, region: 'us-east-1', service: 'nope', version: '1', author: 'x' },
    /no service "nope"/,
  ],
  [
    'a call that nobody makes',
    { kind: 'retry-policy', fromMs: 0, region: 'us-east-1', service: 'geo', target: 'api', retries: 1, budget: 1 },
    /"geo" does not call "api"/,
  ],
  [
    'a cache without a store',
    { kind: 'cache-loss', fromMs: 0, region: 'us-east-1', service: 'geo', share: 1, warmMs: 1 },
    /no store stands behind "geo"/,
  ],
] as const)('refuses %s', (_, perturbation, message) => {
  const scenario = { startsAt: SOME_SUNDAY, perturbations: [perturbation] }
  expect(() => createWorld({ seed: 1, startAt: SOME_SUNDAY, scenario })).toThrow(message)
})

test.each([0, -5, NaN])('refuses a step of %d ms', (stepMs) => {
  expect(() => createWorld({ seed: 1, startAt: SOME_SUNDAY, stepMs })).toThrow(/at least 1 ms/)
})

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
