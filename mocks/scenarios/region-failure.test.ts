import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world/create-world.ts'
import { nodeRow, observe, type Observation } from '#mocks/world/observation-fixture.ts'
import { createRegionFailure } from './region-failure.ts'
import { worldScenarioOf } from './scenario.ts'
import { truthByName } from './truth/truth-by-name.ts'

const LIVE_AT = Date.UTC(2026, 10, 22, 22)
const MINUTE_MS = 60_000
/** Everything of us-east-1 to the two others, in the proportion of what they carry at this hour. */
const EVACUATED = [0, 0.45, 0.55]

function begin(stepMs = 1_000) {
  const scenario = createRegionFailure()
  const timeline = worldScenarioOf(scenario, { liveAt: LIVE_AT })
  const world = createWorld({ seed: scenario.seed, startAt: LIVE_AT, stepMs, scenario: timeline })
  world.advanceTo(timeline.startsAt - MINUTE_MS)
  return { world, startsAt: timeline.startsAt, before: observe(world, MINUTE_MS) }
}
const total = ({ streamStarts }: Observation) => streamStarts.reduce((sum, value) => sum + value, 0)

test('most of us-east-1 fails, the others stay healthy until somebody moves traffic', () => {
  const [fault] = truthByName('region-failure').faults
  const { world, before } = begin()
  for (let minute = 1; minute <= 8; minute += 1) {
    const seen = observe(world, MINUTE_MS)
    expect(seen.entry(0).errorShare).toBeGreaterThan(0.5)
    for (const region of [1, 2]) {
      expect(seen.entry(region).errorShare).toBeLessThan(0.01)
      expect(seen.streamStarts[region]).toBeGreaterThan((before.streamStarts[region] ?? NaN) * 0.95)
    }
    const lost = 1 - (seen.streamStarts[0] ?? NaN) / (before.streamStarts[0] ?? NaN)
    expect(lost).toBeGreaterThan(fault?.startsLostInRegion?.[0] ?? NaN)
  }
  const seen = observe(world, MINUTE_MS)
  const spared = fault?.failing.filter((service) => seen.node(nodeRow(world, 0, service)).errorShare <= 0.01)
  expect(spared).toEqual([])
})

test('the instances of two zones are gone, and nothing is ordered in their place', () => {
  const { world, startsAt } = begin()
  const rows = world.catalog.nodes.flatMap(({ region }, row) => (region === 0 ? [row] : []))
  const standing = () => rows.reduce((sum, row) => sum + (world.gauges.instancesReady[row] ?? NaN), 0)
  const before = standing()
  world.advanceTo(startsAt + 5 * MINUTE_MS)
  expect(standing() / before).toBeGreaterThan(0.3)
  expect(standing() / before).toBeLessThan(0.4)
  expect(rows.reduce((sum, row) => sum + (world.gauges.instancesStarting[row] ?? NaN), 0)).toBe(0)
})

test('the dark zones receive next to nothing once discovery has noticed', () => {
  const { world, startsAt } = begin()
  world.advanceTo(startsAt + 4 * MINUTE_MS)
  const seen = observe(world, 30_000)
  expect(seen.zone(0, 0).requestsPerSecond).toBeLessThan(0.1 * seen.zone(0, 2).requestsPerSecond)
  expect(seen.zone(0, 1).requestsPerSecond).toBeLessThan(0.1 * seen.zone(0, 2).requestsPerSecond)
})

test.each([1_000, 10_000])(
  'evacuated, the others take the load, slow down, grow, and people can watch again (%d ms)',
  (stepMs) => {
    const { world, startsAt, before } = begin(stepMs)
    const api = [1, 2].map((region) => nodeRow(world, region, 'api'))
    const use = () => api.map((row) => world.gauges.saturation[row] ?? NaN)
    const instances = () => api.map((row) => world.gauges.instancesReady[row] ?? NaN)
    world.advanceTo(startsAt + 3 * MINUTE_MS)
    const [useBefore, instancesBefore] = [use(), instances()]
    const failing = observe(world, MINUTE_MS)

    world.steer({ proxies: EVACUATED, dns: EVACUATED })
    const early = observe(world, MINUTE_MS)
    const settling = observe(world, 4 * MINUTE_MS)
    use().forEach((value, index) => expect(value).toBeGreaterThan((useBefore[index] ?? NaN) * 1.05))
    world.advanceTo(world.now + 10 * MINUTE_MS)
    const late = observe(world, MINUTE_MS)

    for (const [index, region] of [1, 2].entries()) {
      const load = (seen: Observation) => seen.node(nodeRow(world, region, 'edge-proxy')).requestsPerSecond
      expect(load(early)).toBeGreaterThan(load(failing) * 1.2)
      expect(load(settling)).toBeGreaterThan(load(failing) * 1.2)
      const p99 = (seen: Observation) => seen.node(nodeRow(world, region, 'api')).p99LatencyMs
      expect(p99(settling)).toBeGreaterThan(p99(failing))
      expect(instances()[index]).toBeGreaterThan((instancesBefore[index] ?? NaN) * 1.25)
      expect(late.entry(region).errorShare).toBeLessThan(0.01)
    }
    expect(total(failing)).toBeLessThan(0.8 * total(before))
    expect(total(late)).toBeGreaterThan(0.95 * total(before))
    // A small tail of clients never follows.
    const tail = late.entry(0).requestsPerSecond / before.entry(0).requestsPerSecond
    expect(tail).toBeGreaterThan(0.01)
    expect(tail).toBeLessThan(0.08)
  },
)

test('when power returns and traffic is sent back, the region serves again', () => {
  const scenario = createRegionFailure({ lastsMs: 5 * MINUTE_MS })
  const timeline = worldScenarioOf(scenario, { liveAt: LIVE_AT })
  const world = createWorld({ seed: scenario.seed, startAt: LIVE_AT, stepMs: 10_000, scenario: timeline })
  world.advanceTo(timeline.startsAt + 2 * MINUTE_MS)
  world.steer({ proxies: EVACUATED, dns: EVACUATED })
  world.advanceTo(timeline.startsAt + 20 * MINUTE_MS)
  world.steer({ proxies: [], dns: [] })
  world.advanceTo(timeline.startsAt + 60 * MINUTE_MS)
  const seen = observe(world, MINUTE_MS)
  for (const region of [0, 1, 2]) expect(seen.entry(region).errorShare).toBeLessThan(0.005)
  expect(seen.entry(0).requestsPerSecond / seen.entry(1).requestsPerSecond).toBeGreaterThan(1.2)
})
