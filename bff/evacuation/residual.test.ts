import { expect, test } from 'vitest'
import type { DrainStep } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Surroundings } from './machine.ts'
import { isDrained, limitOf } from './residual.ts'
import { armedRun, plainSetup } from './simulate/play-fixture.ts'
import { SIM_SETTINGS } from './simulate/sim-world.ts'

const NOW = 1_795_000_000_000
const setup = plainSetup()
const run: Run = { ...armedRun(setup, NOW), phase: 'running', step: 3 }

function drainOf({ plan }: Run): DrainStep {
  const step = plan.steps.find((each) => each.kind === 'drain')
  if (step?.kind !== 'drain') throw new Error('no drain')
  return { ...step, residualShare: 0.005, floorRequestsPerSecond: 2 }
}

function around(east: number, failed = 0): Surroundings {
  const regions = Object.entries({ east, west: 3000, north: 3000 }).map(([region, requestsPerSecond]) => ({
    region,
    observedAt: NOW,
    requestsPerSecond,
    errorShare: region === 'east' ? 0.9 : 0.001,
    p99LatencyMs: 100,
    saturation: 0.5,
    tightestService: null,
  }))
  return {
    now: NOW,
    steady: 0,
    jitter: 0,
    descriptors: setup.descriptors,
    fleet: { at: NOW, regions, business: null },
    probes: { observedAt: NOW, answeredBy: { west: 500, north: 500 - failed }, failed },
    settings: SIM_SETTINGS,
    others: [],
  }
}

/** Planned where the region's demand could not be foretold. */
function unforetold(): Run {
  const regions = run.plan.prediction.regions.map((each) =>
    each.region === 'east' ? { ...each, beforeRequestsPerSecond: null } : each,
  )
  return { ...run, plan: { ...run.plan, prediction: { ...run.plan.prediction, regions } } }
}

test('a region is empty under a share of what it had, and where nobody knows that, of what a region has', () => {
  expect(limitOf(unforetold(), drainOf(run), around(3))).toBeCloseTo((0.005 * 6003) / 3)
  expect(isDrained(unforetold(), drainOf(run), around(9))).toBe(true)
  expect(isDrained(unforetold(), drainOf(run), around(12))).toBe(false)
  expect(limitOf(run, drainOf(run), around(3))).toBe(2)
})

test('who fails at the door of a failing region has not left it', () => {
  expect(isDrained(run, drainOf(run), around(1, 10))).toBe(true)
  expect(isDrained(run, drainOf(run), around(1, 90))).toBe(false)
})
