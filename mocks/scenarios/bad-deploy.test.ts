import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world/create-world.ts'
import { nodeRow, observe } from '#mocks/world/observation-fixture.ts'
import { createBadDeploy } from './bad-deploy.ts'
import { worldScenarioOf } from './scenario.ts'
import { truthByName } from './truth/truth-by-name.ts'

/** Sunday afternoon in America, when us-east-1 carries its usual two fifths. */
const LIVE_AT = Date.UTC(2026, 10, 22, 22)
const FAILING_SHARE = 0.01
const DEGRADED_SHARE = 0.05

function begin(knobs: Parameters<typeof createBadDeploy>[0] = {}, liveAt = LIVE_AT, seed?: number) {
  const scenario = createBadDeploy(knobs)
  const timeline = worldScenarioOf(scenario, { liveAt })
  const world = createWorld({ seed: seed ?? scenario.seed, startAt: liveAt, scenario: timeline })
  return { world, startsAt: timeline.startsAt }
}

/** Services of us-east-1 busy enough to be judged, by their rows. */
function judged(world: ReturnType<typeof begin>['world']) {
  return world.catalog.nodes.flatMap(({ region, service }, row) => (region === 0 ? [{ service, row }] : []))
}
const enough = (requestsPerSecond: number) => requestsPerSecond > 100

test.each([
  [22, 1],
  [3, 2],
  [11, 3],
])(
  'the licence service moves first, its callers follow in order, nothing else fails (%d h UTC, seed %d)',
  (hour, seed) => {
    const [fault] = truthByName('bad-deploy').faults
    const { world, startsAt } = begin({}, Date.UTC(2026, 10, 24, hour), seed)
    world.advanceTo(startsAt)
    expect(world.deploys.at(-1)).toEqual({
      at: startsAt,
      region: 'us-east-1',
      service: 'playback-license',
      version: 'v412',
      author: 'A. Osei',
    })
    const began: string[] = []
    for (let passed = 0; passed < 120; passed += 2) {
      const seen = observe(world, 2_000)
      for (const { service, row } of judged(world)) {
        const { errorShare, requestsPerSecond } = seen.node(row)
        if (enough(requestsPerSecond) && errorShare > FAILING_SHARE && !began.includes(service)) began.push(service)
      }
    }
    expect(began[0]).toBe(fault?.firstMover)
    expect(began).toEqual(fault?.failing)

    const seen = observe(world, 20_000)
    const degraded = judged(world).filter(({ row }) => seen.node(row).degradedShare > DEGRADED_SHARE)
    expect(degraded.map(({ service }) => service)).toEqual(fault?.degraded)
    expect(seen.node(nodeRow(world, 0, 'playback-license')).errorShare).toBeCloseTo(0.31, 1)
    for (const region of [1, 2]) expect(seen.entry(region).errorShare).toBeLessThan(0.005)
  },
)

test('stream starts of the world fall by about twelve per cent, all of it in us-east-1', () => {
  const scenario = createBadDeploy()
  const { world, startsAt } = begin()
  const undisturbed = createWorld({ seed: scenario.seed, startAt: LIVE_AT })
  for (const each of [world, undisturbed]) each.advanceTo(startsAt + 120_000)
  const now = observe(world, 60_000).streamStarts
  const expected = observe(undisturbed, 60_000).streamStarts
  const lost = now.map((value, region) => 1 - value / (expected[region] ?? NaN))
  const [least, most] = truthByName('bad-deploy').faults[0]?.startsLostInRegion ?? [NaN, NaN]
  expect(lost[0]).toBeGreaterThan(least)
  expect(lost[0]).toBeLessThan(most)
  expect(Math.abs(lost[1] ?? NaN)).toBeLessThan(0.01)
  expect(Math.abs(lost[2] ?? NaN)).toBeLessThan(0.01)
  const whole = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  expect(1 - whole(now) / whole(expected)).toBeCloseTo(0.12, 1)
})

test('circuits open where the licence can be done without, and only there', () => {
  const { world, startsAt } = begin()
  const license = nodeRow(world, 0, 'playback-license')
  const opened = new Set<string>()
  for (let second = 0; second < 180; second += 1) {
    world.advanceTo(startsAt + second * 1_000)
    world.gauges.breaker.forEach((state, edge) => {
      const { source = -1, target = -1 } = world.catalog.edges[edge] ?? {}
      if (state !== 0) opened.add(`${world.catalog.nodes[source]?.service}${target === license ? '' : ' elsewhere'}`)
    })
  }
  expect([...opened].toSorted()).toEqual(['device-gateway', 'downloads', 'manifest'])
})

test('rolled back, everything is well again', () => {
  const { world, startsAt } = begin({ rolledBackAfterMs: 120_000 })
  world.advanceTo(startsAt + 200_000)
  const seen = observe(world, 20_000)
  expect(seen.node(nodeRow(world, 0, 'playback-license')).errorShare).toBeLessThan(0.005)
  expect(world.gauges.breaker.every((state) => state === 0)).toBe(true)
})
