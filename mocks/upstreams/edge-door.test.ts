import { expect, test } from 'vitest'
import { createRegionFailure } from '#mocks/scenarios/region-failure.ts'
import { worldScenarioOf } from '#mocks/scenarios/scenario.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { createEdgeDoor } from './edge-door.ts'

const LIVE_AT = Date.UTC(2026, 10, 22, 20)

function start() {
  const scenario = createRegionFailure({ beginAfterLiveMs: 60_000 })
  const world = createWorld({ seed: 5, startAt: LIVE_AT, scenario: worldScenarioOf(scenario, { liveAt: LIVE_AT }) })
  const door = createEdgeDoor(world)
  return {
    world,
    door,
    run(seconds: number) {
      for (let second = 0; second < seconds; second += 1) {
        world.advanceTo(world.now + 1_000)
        door.sample()
      }
    },
    knock(path: string, times = 2_000) {
      const regions = new Map<string, number>()
      let failed = 0
      for (let time = 0; time < times; time += 1) {
        const said = door.knock(path)
        if (said?.kind === 'answered') regions.set(said.region, (regions.get(said.region) ?? 0) + 1)
        else failed += 1
      }
      return { share: (region: string) => (regions.get(region) ?? 0) / times, failedShare: failed / times }
    },
  }
}

test('the public name is answered by regions in the proportion of their traffic', () => {
  const { run, knock } = start()
  run(30)
  const seen = knock('/edge')
  expect(seen.failedShare).toBeLessThan(0.02)
  expect(seen.share('us-east-1') + seen.share('us-west-2') + seen.share('eu-west-1')).toBeGreaterThan(0.98)
  expect(seen.share('us-east-1')).toBeGreaterThan(0.25)
})

test('a failing region fails who asks for it; once the proxies empty it, others answer in its place', () => {
  const { world, run, knock } = start()
  run(60 + 180)
  const sick = knock('/edge/us-east-1')
  expect(sick.failedShare).toBeGreaterThan(0.2)
  expect(knock('/edge/eu-west-1').failedShare).toBeLessThan(0.03)
  world.steer({ proxies: [0, 1, 1] })
  run(90)
  const emptied = knock('/edge')
  // But for the connections that stay: what is lost on the way in is answered by nobody.
  expect(emptied.share('us-east-1')).toBeLessThan(0.012)
  expect(knock('/edge/us-east-1').share('us-west-2')).toBeGreaterThan(0.2)
})

test('what is no door is not answered', () => {
  const { door } = start()
  expect(door.knock('/edge/mars-1')).toBeNull()
  expect(door.knock('/api/v1/query')).toBeNull()
})
