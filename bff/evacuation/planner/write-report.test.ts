import { describe, expect, test } from 'vitest'
import type { Run, RunEvent } from '#contract/evacuation/run.ts'
import { draft, sealed } from './plan-fixture.ts'
import { NOON } from './situation-fixture.ts'
import { wordsOfMs } from './stores-at-stake.ts'
import { reportLine, writeReport } from './write-report.ts'

const plan = sealed(draft())
const at = (minutes: number) => NOON + minutes * 60_000
const event = (kind: RunEvent['kind'], minutes: number, seq: number): RunEvent => ({
  seq,
  at: at(minutes),
  who: 'ann',
  kind,
  says: kind,
})
const entry = { epoch: 1, step: 0, plane: 'edge-proxies', instance: 'one', segment: 'all', weights: {}, why: null }
const times = { intendedAt: NOON, answeredAt: null }
const run: Run = {
  id: plan.id,
  plan,
  phase: 'evacuated',
  version: 9,
  epoch: 1,
  owner: null,
  approval: { by: 'bob', at: at(1), planHash: plan.hash, expiresAt: at(11) },
  breakGlass: null,
  wayBackAsked: null,
  leftOut: [],
  startedAt: at(2),
  endedAt: at(12),
  step: plan.steps.length,
  heading: 'onward',
  stage: 'verified',
  stageSince: at(12),
  nextAt: null,
  pause: null,
  verdict: 'verified',
  witnesses: [],
  guards: [],
  findings: [],
  overrides: [],
  planes: [],
  ledger: [
    { ...entry, ...times, key: 'a', state: 'confirmed', attempts: 2 },
    { ...entry, ...times, key: 'b', state: 'unknown', attempts: 1 },
  ],
  stepsDone: [
    { step: 0, beganAt: at(2), verifiedAt: at(3) },
    { step: 1, beganAt: at(3), verifiedAt: at(9) },
  ],
  stuckClients: null,
  shares: [
    { at: at(3), target: { use1: 0.3 }, observed: { use1: 0.4 } },
    { at: at(4), target: { use1: 0.3 }, observed: { use1: 0.31 } },
    { at: at(5), target: { use1: 0 }, observed: { use1: null } },
  ],
  events: [
    event('started', 2, 0),
    event('paused', 4, 1),
    event('guard', 5, 2),
    event('resumed', 7, 3),
    event('ended', 12, 4),
  ],
}
const OBSERVED = { use1: 900, usw2: 768_000, euw1: 315_000 }
const report = writeReport({ run, healthyAt: at(15), observed: OBSERVED, waiting: null })

describe('the report', () => {
  test('recovery is the run and the time until health is green', () => {
    expect(report.times).toMatchObject({ ranMs: 600_000, recoveryMs: 13 * 60_000, pausedMs: 180_000 })
    expect(writeReport({ run, healthyAt: null, observed: {}, waiting: null }).times.recoveryMs).toBeNull()
    expect(writeReport({ run, healthyAt: at(4), observed: {}, waiting: null }).times.recoveryMs).toBe(600_000)
  })
  test('each step against its estimate, and whether it was stuck', () => {
    expect(report.steps).toHaveLength(plan.steps.length)
    expect(report.steps[0]).toMatchObject({ tookMs: 60_000, wasStuck: false })
    expect(report.steps[1]).toMatchObject({ tookMs: 360_000, wasStuck: true })
    expect(report.steps.at(-1)).toMatchObject({ tookMs: null, wasStuck: false })
  })
  test('predicted against observed, unknown where nobody saw', () => {
    const [use1] = report.regions
    expect(use1).toMatchObject({ region: 'use1', targetShare: 0, observedShare: null, predictedRequestsPerSecond: 0 })
    expect(use1?.worstDifference).toBeCloseTo(0.01)
  })
  test('what the uplift was in truth', () => {
    expect(report.upliftSeen?.factor).toBeCloseTo((468_000 + 15_000) / 400_000, 2)
    expect(writeReport({ run, healthyAt: null, observed: {}, waiting: null }).upliftSeen).toBeNull()
  })
  test('what was written, and one line of it all', () => {
    expect(report.writes).toEqual({ all: 2, accepted: 1, refused: 0, unknown: 1, triedAgain: 1 })
    expect(reportLine(report)).toBe(
      `Evacuation of use1: evacuated, ran 10 min, predicted ${wordsOfMs(plan.prediction.estimateMs)}, ` +
        'recovered in 13 min; usw2 carried 768 k requests/s',
    )
  })
})
