import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world/create-world.ts'
import { nodeRow, observe } from '#mocks/world/observation-fixture.ts'
import { createCacheLoss } from './cache-loss.ts'
import { createMemoryLeak } from './memory-leak.ts'
import { createPartialOutage } from './partial-outage.ts'
import { createRetryStorm } from './retry-storm.ts'
import { SCENARIO_NAMES, scenarioByName } from './scenario-by-name.ts'
import { worldScenarioOf, type Scenario } from './scenario.ts'
import { createSlowDependency } from './slow-dependency.ts'
import { firstMoves, visibleAfterMs } from './truth/first-moves.ts'
import { truthByName } from './truth/truth-by-name.ts'
import { createZoneDegraded } from './zone-degraded.ts'

const LIVE_AT = Date.UTC(2026, 10, 22, 22)
const HOUR_MS = 3_600_000
const BROKEN = SCENARIO_NAMES.filter((name) => name !== 'calm')
const SEEDS = [1, 2, 3]
/** Until a story can be seen at the latest; leaks fill for minutes. */
const VISIBLE_WITHIN_MS: Readonly<Record<string, number>> = { 'memory-leak': 260_000, 'two-at-once': 160_000 }

test.each(BROKEN.flatMap((name) => SEEDS.map((seed) => [name, seed] as const)))(
  '%s, seed %d: what should move first does, and other regions stay as they are',
  (name, seed) => {
    const { faults } = truthByName(name, seed)
    const liveAt = LIVE_AT + seed * 7 * HOUR_MS
    const forMs = VISIBLE_WITHIN_MS[name] ?? 80_000
    const moves = firstMoves({ scenario: scenarioByName(name, seed), seed, liveAt, forMs })
    expect(faults.length).toBe(name === 'two-at-once' ? 2 : 1)
    for (const fault of faults) {
      const there = moves.filter(({ region, afterMs }) => region === fault.region && afterMs >= fault.startsAfterMs)
      expect(visibleAfterMs(fault, moves)).not.toBeNull()
      const own = there.filter(({ service }) => service === fault.firstMover)
      const earlier = there.filter(({ afterMs }) => afterMs < (own[0]?.afterMs ?? NaN))
      expect(earlier.filter(({ service }) => !fault.alsoFirst.includes(service))).toEqual([])
      expect(own.filter(({ afterMs }) => afterMs === own[0]?.afterMs).map(({ measure }) => measure)).toContain(
        fault.firstMeasure,
      )
      // Whoever does not wait for it fails only where the trouble floods it, and later.
      const strangers = there.filter(({ measure, service }) => measure === 'errors' && !fault.reach.includes(service))
      for (const { afterMs } of strangers) expect(afterMs).toBeGreaterThan(own[0]?.afterMs ?? NaN)
    }
    const troubled = faults.map(({ region }) => region)
    const elsewhere = moves.filter(({ region, measure }) => !troubled.includes(region) && measure !== 'load')
    expect(elsewhere).toEqual([])
  },
)

test.each(SEEDS)('calm, seed %d: nothing moves, though a version goes out', (seed) => {
  const scenario = scenarioByName('calm', seed)
  const deploy = scenario.perturbations.findLast(({ kind }) => kind === 'deploy')
  expect(deploy?.fromMs).toBeGreaterThan(0)
  const forMs = (deploy?.fromMs ?? NaN) + 60_000
  expect(firstMoves({ scenario, seed, liveAt: LIVE_AT, forMs })).toEqual([])
  expect(truthByName('calm', seed).faults).toEqual([])
})

test.each(BROKEN)('%s: twenty seeds are twenty stories, and each is told the same way twice', (name) => {
  const told = Array.from({ length: 20 }, (_, seed) => JSON.stringify(scenarioByName(name, seed + 1)))
  expect(new Set(told).size).toBe(20)
  const again = Array.from({ length: 20 }, (_, seed) => JSON.stringify(scenarioByName(name, seed + 1)))
  expect(again).toEqual(told)
  const regions = Array.from({ length: 20 }, (_, seed) => truthByName(name, seed + 1).faults[0]?.region)
  expect(new Set(regions).size).toBe(3)
})

function begin(scenario: Scenario, seed = 5) {
  const timeline = worldScenarioOf(scenario, { liveAt: LIVE_AT })
  const world = createWorld({ seed, startAt: timeline.startsAt - 30_000, scenario: timeline })
  world.advanceTo(timeline.startsAt - 10_000)
  return { world, before: observe(world, 10_000), startsAt: timeline.startsAt }
}

test('a storm: what is refused comes back as often as the client likes, and it ends with the shortage', () => {
  const { world, before, startsAt } = begin(createRetryStorm({ lastsMs: 100_000 }))
  const manifest = nodeRow(world, 0, 'manifest')
  world.advanceTo(startsAt + 60_000)
  const storm = observe(world, 10_000).node(manifest)
  expect(storm.requestsPerSecond).toBeGreaterThan(1.5 * before.node(manifest).requestsPerSecond)
  expect(storm.errorShare).toBeGreaterThan(0.3)
  const tame = begin(createRetryStorm({ retries: 0 }))
  tame.world.advanceTo(tame.startsAt + 60_000)
  const usual = observe(tame.world, 10_000).node(manifest)
  expect(usual.requestsPerSecond).toBeLessThan(1.25 * before.node(manifest).requestsPerSecond)
  expect(usual.errorShare).toBeLessThan(storm.errorShare)
  world.advanceTo(startsAt + 130_000)
  expect(observe(world, 10_000).node(manifest).errorShare).toBeLessThan(0.01)
})

test('a leak: memory fills, answers get slower, processes are killed, others bear it; rolled back, all is well', () => {
  const { world, before, startsAt } = begin(createMemoryLeak({ rolledBackAfterMs: 420_000 }))
  const manifest = nodeRow(world, 0, 'manifest')
  const [saturation, latency, running] = [[0], [0], [0]]
  const instances = world.gauges.instancesReady[manifest] ?? NaN
  for (let seconds = 30; seconds <= 300; seconds += 30) {
    world.advanceTo(startsAt + seconds * 1_000 - 5_000)
    latency?.push(observe(world, 5_000).node(manifest).p99LatencyMs)
    saturation?.push(world.gauges.saturation[manifest] ?? NaN)
    running?.push(world.gauges.instancesReady[manifest] ?? NaN)
  }
  const filling = saturation?.slice(4, 8) ?? []
  expect(filling).toEqual(filling.toSorted((a, b) => a - b))
  expect(Math.max(...(latency ?? []))).toBeGreaterThan(2 * before.node(manifest).p99LatencyMs)
  expect(Math.min(...(running?.slice(1) ?? []))).toBeLessThan(0.9 * instances)
  world.advanceTo(startsAt + 560_000)
  expect(observe(world, 10_000).node(manifest).errorShare).toBeLessThan(0.01)
})

test('a cold cache: its store gets a multiple of its load, ever less as it warms', () => {
  const { world, before, startsAt } = begin(createCacheLoss({ share: 0.12, warmMs: 60_000 }))
  const store = nodeRow(world, 1, 'cassandra-catalogue')
  const load = () => observe(world, 5_000).node(store).requestsPerSecond / before.node(store).requestsPerSecond
  const loads = [15, 45, 90, 150, 400].map((seconds) => {
    world.advanceTo(startsAt + seconds * 1_000)
    return load()
  })
  expect(loads[0]).toBeGreaterThan(2)
  expect(loads).toEqual(loads.toSorted((a, b) => b - a))
  expect(loads.at(-1)).toBeLessThan(1.1)
})

test('a slow store: its callers run out of slots, though they have hardly anything to do', () => {
  const { world, before, startsAt } = begin(createSlowDependency())
  const [caller, store] = [nodeRow(world, 2, 'device-registry'), nodeRow(world, 2, 'device-db')]
  const usual = world.gauges.saturation[caller] ?? NaN
  world.advanceTo(startsAt + 50_000)
  const seen = observe(world, 10_000)
  const calls = world.catalog.edges.findIndex(({ source, target }) => source === caller && target === store)
  expect(seen.edge(calls).p99LatencyMs).toBeGreaterThan(5 * before.edge(calls).p99LatencyMs)
  expect(world.gauges.saturation[caller]).toBeGreaterThan(usual + 0.25)
  expect(seen.node(caller).requestsPerSecond).toBeLessThan(1.5 * before.node(caller).requestsPerSecond)
})

test('a zone that half works: its own requests fail most, and nobody routes around it', () => {
  const { world, before, startsAt } = begin(createZoneDegraded())
  world.advanceTo(startsAt + 120_000)
  const seen = observe(world, 20_000)
  expect(seen.zone(1, 1).errorShare).toBeGreaterThan(2 * seen.zone(1, 0).errorShare)
  expect(seen.zone(1, 1).requestsPerSecond).toBeGreaterThan(0.9 * before.zone(1, 1).requestsPerSecond)
  expect(world.gauges.zonesAlive.every((alive) => alive === 1)).toBe(true)
})

test('instances that fail look idle and are sent the more; whole instances fail, one at least', () => {
  const failing = (share: number, pull: number) => {
    const { world, startsAt } = begin(createPartialOutage({ share, pull }))
    world.advanceTo(startsAt + 10_000)
    const row = nodeRow(world, 2, 'playback-session')
    const { errorShare } = observe(world, 10_000).node(row)
    return { errorShare, oneOf: 1 / (world.gauges.instancesReady[row] ?? NaN) }
  }
  const even = failing(0.3, 1)
  expect(even.errorShare).toBeCloseTo(0.3, 1)
  expect(failing(0.3, 2).errorShare).toBeGreaterThan(even.errorShare * 1.3)
  const least = failing(0.0001, 1)
  expect(least.errorShare).toBeCloseTo(least.oneOf, 2)
})
