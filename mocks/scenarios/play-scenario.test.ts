import { expect, test } from 'vitest'
import { nodeIdOf } from '#contract/ids.ts'
import { createRecorder } from '#mocks/upstreams/recorder.ts'
import { createWorld } from '#mocks/world/create-world.ts'
import { nodeRow } from '#mocks/world/observation-fixture.ts'
import { OUTCOMES } from '#mocks/world/world.ts'
import { playScenario, type PlayedSecond } from './play-scenario.ts'
import { scenarioByName } from './scenario-by-name.ts'
import { worldScenarioOf } from './scenario.ts'

const LIVE_AT = Date.UTC(2026, 10, 22, 22)

function played(name: string, seed: number, forMs: number): PlayedSecond[] {
  return [...playScenario({ scenario: scenarioByName(name, seed), seed, liveAt: LIVE_AT, pastMs: 10_000, forMs })]
}

test('a frame a second, one roster, and nothing of what is to be found out', () => {
  const seconds = played('bad-deploy', 7, 60_000)
  expect(seconds.map(({ at }) => at)).toEqual(seconds.map((_, index) => LIVE_AT - 9_000 + index * 1_000))
  expect(seconds.map(({ frame }) => frame.seq)).toEqual(seconds.map((_, index) => index + 1))
  expect(seconds.filter(({ rosterDelta }) => rosterDelta !== null).length).toBeLessThan(3)
  const { frame, roster } = seconds.at(-1) ?? {}
  expect(frame?.edges.requestsPerSecond.length).toBe(roster?.edges.length)
  expect(frame?.businessTotals[0]?.value).toBeGreaterThan(10_000)
  expect(frame?.regionTotals.every(({ missingEdges }) => missingEdges.length === 0)).toBe(true)
  expect(Object.keys(seconds[0] ?? {}).toSorted()).toEqual(['at', 'changes', 'frame', 'roster', 'rosterDelta'])
})

test('deploys are told in the second in which they go out, the guilty like the innocent', () => {
  const scenario = scenarioByName('retry-storm')
  const seconds = [...playScenario({ scenario, liveAt: LIVE_AT, forMs: 60_000 })]
  const told = seconds.flatMap(({ at, changes }) => changes.map(({ title }) => `${(at - LIVE_AT) / 1_000} ${title}`))
  expect(told).toEqual(['30 playback-api v231 deployed'])
})

test('rates are those that the demo’s Prometheus answers with', () => {
  const scenario = scenarioByName('calm', 4)
  const timeline = worldScenarioOf(scenario, { liveAt: LIVE_AT })
  const world = createWorld({ seed: 4, startAt: LIVE_AT - 40_000, scenario: timeline })
  const recorder = createRecorder(world)
  for (let at = LIVE_AT - 40_000; at <= LIVE_AT; at += 1_000) {
    world.advanceTo(at)
    recorder.sample(at)
  }
  const rates = recorder.rates('requests', { at: LIVE_AT, windowMs: 10_000, until: LIVE_AT })
  const { frame, roster } = played('calm', 4, 0).at(-1) ?? {}
  const api = nodeRow(world, 0, 'api')
  const called = world.catalog.edges.flatMap(({ target }, edge) => (target === api ? [edge] : []))
  const expected = called.reduce(
    (sum, edge) =>
      sum + OUTCOMES.reduce((of, _, outcome) => of + (rates?.[edge * OUTCOMES.length + outcome] ?? NaN), 0),
    0,
  )
  const row = roster?.nodes.findIndex((node) => nodeIdOf(node) === 'us-east-1/api') ?? -1
  expect(frame?.nodes.requestsPerSecond[row]).toBeCloseTo(expected, 0)
  expect(frame?.nodes.saturation[row]).toBeCloseTo(world.gauges.saturation[api] ?? NaN, 5)
})
