import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world/create-world.ts'
import { SCENARIO_NAMES, scenarioByName } from './scenario-by-name.ts'
import { worldScenarioOf } from './scenario.ts'
import { truthByName } from './truth/truth-by-name.ts'

const LIVE_AT = Date.UTC(2026, 10, 22, 14)

test.each(SCENARIO_NAMES)('%s names only what exists, and its truth is told', (name) => {
  const scenario = scenarioByName(name)
  expect(scenario.name).toBe(name)
  const timeline = worldScenarioOf(scenario, { liveAt: LIVE_AT })
  expect(timeline.startsAt).toBe(LIVE_AT + 180_000)
  expect(() => createWorld({ seed: scenario.seed, startAt: LIVE_AT, scenario: timeline })).not.toThrow()
  expect(truthByName(name).scenario).toBe(name)
})

test('an unknown name is answered with those there are', () => {
  expect(() => scenarioByName('calmm')).toThrow(
    'there is no scenario "calmm"; there are: calm, bad-deploy, region-failure',
  )
  expect(() => truthByName('calmm')).toThrow(/there are: calm, bad-deploy, region-failure/)
})

test('a world started two hours before it goes live has the earlier deploys in its past, and one while it is watched', () => {
  const scenario = scenarioByName('calm')
  const world = createWorld({
    seed: scenario.seed,
    startAt: LIVE_AT - 2 * 3_600_000,
    stepMs: 10_000,
    scenario: worldScenarioOf(scenario, { liveAt: LIVE_AT }),
  })
  world.advanceTo(LIVE_AT)
  expect(world.deploys.map(({ service, version }) => `${service} ${version}`)).toEqual(
    truthByName('calm').innocentDeploys.slice(0, -1),
  )
  expect(world.deploys.every(({ at }) => at > LIVE_AT - 2 * 3_600_000 && at < LIVE_AT)).toBe(true)
  world.advanceTo(LIVE_AT + 10 * 60_000)
  expect(world.deploys.at(-1)?.service).toBe('ratings')
  expect(world.deploys.length).toBe(truthByName('calm').innocentDeploys.length)
})
