import { describe, expect, test } from 'vitest'
import { RunOutcome, type LossCurve } from '#contract/evacuation/forecast.ts'
import { Run } from '#contract/evacuation/run.ts'
import type { Roster } from '#contract/roster.ts'
import { startedRun } from '#bff/evacuation/lifecycle.ts'
import { EvacuationSettings } from '#bff/evacuation/settings.ts'
import { START } from '#bff/store/store-fixture.ts'
import { forecastRun } from './forecast-run.ts'
import { judgeOutcome, type OutcomeInput, type Seen } from './judge-outcome.ts'
import { PlanningSettings } from './planning-settings.ts'
import { aPlan, aRun } from './run-fixture.ts'

const STEP_MS = 30_000
const POINTS = 4
const curve = (perMinute: number): LossCurve => ({
  minutes: [0, 1, 2, 3],
  low: [0, 1, 2, 3].map((minute) => minute * perMinute * 0.5),
  likely: [0, 1, 2, 3].map((minute) => minute * perMinute),
  high: [0, 1, 2, 3].map((minute) => minute * perMinute * 2),
})
const forecast = { at: START, doNothing: curve(1_000), act: curve(500), requestsPerSecondPerCustomer: 0.1 }

function seen(parts: Partial<Record<'requestsPerSecond' | 'errorShare' | 'headroomShare', (number | null)[]>>): Seen {
  const all = (value: number) => Array.from({ length: POINTS }, () => value)
  return {
    at: Array.from({ length: POINTS }, (_, point) => START + (point + 0.5) * STEP_MS),
    stepMs: STEP_MS,
    requestsPerSecond: all(100),
    errorShare: all(0),
    headroomShare: all(0.4),
    ...parts,
  }
}

const load = (region: string, after: number, safe: number, utilisation?: number) => ({
  region,
  beforeRequestsPerSecond: 100,
  afterRequestsPerSecond: after,
  safeRequestsPerSecond: safe,
  tightestService: null,
  saturating: utilisation === undefined ? [] : [{ service: 'license-db', utilisation }],
})
const prediction = {
  ...aPlan().prediction,
  estimateMs: 90_000,
  shortfallRequestsPerSecond: 20,
  regions: [load('us-east-1', 0, 200), load('us-west-2', 180, 200)],
}
const plan = aPlan({ prediction })

function outcome(since: Record<string, Seen>, run: Partial<Run> = {}, more: Partial<OutcomeInput> = {}): RunOutcome {
  const stepsDone = [{ step: 0, beganAt: START + 1_000, verifiedAt: START + 80_000 }]
  return RunOutcome.parse(
    judgeOutcome({
      run: aRun({ plan, phase: 'evacuated', startedAt: START, stepsDone, forecast, ...run }),
      now: START + 120_000,
      since: new Map(Object.entries(since)),
      failedBefore: new Map([['us-west-2', 0.01]]),
      requestsPerSecondPerCustomer: 0.1,
      utilisationCeiling: 0.75,
      ...more,
    }),
  )
}

describe('what was lost', () => {
  test('is who failed in the region, and in the saviors who failed beyond what failed there before', () => {
    const { observed, customerMinutes, shortfallRequestsPerSecond } = outcome({
      'us-east-1': seen({ requestsPerSecond: [100, 50, 0, 0], errorShare: [0.4, 0.4, null, null] }),
      'us-west-2': seen({ requestsPerSecond: [100, 200, 200, 200], errorShare: [0.01, 0.06, 0.01, 0] }),
    })
    // 40 requests/s that fail are 400 customers: 200 customer minutes in half a minute.
    const [first, second, ...rest] = observed.customerMinutes
    expect([first, second]).toEqual([expect.closeTo(200), expect.closeTo(200 + 100 + 50)])
    expect(rest).toEqual([second, second])
    expect(shortfallRequestsPerSecond).toEqual({ planned: 20, actual: expect.closeTo(10) })
    expect(customerMinutes).toEqual({
      planned: expect.closeTo(875),
      low: expect.closeTo(437.5),
      high: expect.closeTo(1_750),
      actual: expect.closeTo(350),
      doNothing: expect.closeTo(1_750),
    })
  })
  test('is not counted where a region is not seen, and that is said', () => {
    const { observed, unseenMs } = outcome({
      'us-east-1': seen({ requestsPerSecond: [100, null, null, 0], errorShare: [0.4, null, null, null] }),
      'us-west-2': seen({}),
    })
    expect(observed.customerMinutes).toEqual([expect.closeTo(200), null, null, expect.closeTo(200)])
    expect(unseenMs).toBe(2 * STEP_MS)
  })
  test('is unknown where nothing was ever seen', () => {
    expect(outcome({}).customerMinutes).toMatchObject({ planned: null, actual: null })
    expect(outcome({}).shortfallRequestsPerSecond.actual).toBeNull()
  })
})

describe('how long it took', () => {
  test.for([
    ['evacuated', 80_000],
    ['held', 80_000],
    ['running', 80_000],
  ] as const)('%s with every step done', ([phase, actual]) => {
    expect(outcome({}, { phase }).tookMs).toEqual({ planned: 90_000, actual })
  })
  test('is not told of one that was held before its end', () => {
    expect(outcome({}, { phase: 'held', stepsDone: [] }).tookMs.actual).toBeNull()
  })
})

describe('the tightest service', () => {
  const west = {
    'us-east-1': seen({ headroomShare: [0, 0, 0, 0] }),
    'us-west-2': seen({ headroomShare: [0.4, 0.1, null, 0.2] }),
  }
  test('by the safe rate where nothing was foretold to saturate, and never in the region that is left', () => {
    expect(outcome(west).peakUtilisation).toEqual({
      planned: expect.closeTo(0.9 * 0.75),
      actual: expect.closeTo(0.9),
      region: 'us-west-2',
    })
  })
  test('by the service that was foretold to saturate', () => {
    const regions = [load('us-east-1', 0, 200), load('us-west-2', 280, 200, 1.04)]
    const tight = aPlan({ prediction: { ...prediction, regions } })
    expect(outcome(west, { plan: tight }).peakUtilisation.planned).toBeCloseTo(1.04)
  })
  test('of the way back is also what the others carry before it begins', () => {
    const back = { ...plan, direction: 'failback' as const }
    const regions = [load('us-east-1', 100, 200), { ...load('us-west-2', 80, 200), beforeRequestsPerSecond: 160 }]
    const led = { ...back, prediction: { ...prediction, regions } }
    expect(outcome(west, { plan: led }).peakUtilisation.planned).toBeCloseTo((160 / 200) * 0.75)
  })
})

test('what is foretold at the start is kept with the run, as it was', () => {
  const settings = PlanningSettings.parse({})
  const roster: Roster = {
    epoch: 'one',
    version: 1,
    regions: [{ id: 'us-east-1', name: 'Virginia' }],
    zones: [],
    feeds: [],
    businessMetrics: [],
    nodes: [],
    edges: [],
  }
  const run = aRun({ plan })
  expect(forecastRun({ run, frame: null, roster, settings, now: START })).toBeUndefined()
  const started = startedRun(
    run,
    { by: 'local:ada', steppedUpAt: START, typed: 'us-east-1', breakGlass: false, forecast },
    { epoch: 1, owner: 'this', now: START, settings: EvacuationSettings.parse({}) },
  )
  expect(Run.parse(JSON.parse(JSON.stringify(started))).forecast).toEqual(forecast)
  expect(Run.parse(JSON.parse(JSON.stringify(run))).forecast).toBeUndefined()
})
