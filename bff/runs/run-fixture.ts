import type { Plan, ShiftStep } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { draftRun } from '#bff/evacuation/lifecycle.ts'
import { START } from '#bff/store/store-fixture.ts'
import { hashOf } from './plan-runs.ts'

const STEP: ShiftStep = {
  id: 'proxy-1',
  kind: 'shift',
  layer: 'proxy',
  title: 'Proxy 50 → 0 %',
  estimateMs: 1_000,
  budgetMs: 60_000,
  shares: { 'us-east-1': 0, 'us-west-2': 1 },
  splits: [
    {
      plane: 'edge',
      segment: 'all',
      was: { 'us-east-1': 50, 'us-west-2': 50 },
      wanted: { 'us-east-1': 0, 'us-west-2': 100 },
    },
  ],
  holdMs: 0,
}

/** A sealed plan of one step, by ada. */
export function aPlan(parts: Partial<Omit<Plan, 'hash'>> = {}): Plan {
  const plan: Omit<Plan, 'hash'> = {
    id: '01ARZ3NDEKTSV4RRFFQ69G5FRN',
    direction: 'evacuate',
    scope: { kind: 'region', region: 'us-east-1' },
    profile: 'emergency',
    failure: 'edge-alive',
    placement: 'headroom',
    of: null,
    steps: [STEP],
    envelope: { ceilings: { 'us-west-2': 1_000 }, dataLossMs: null, shortfallShare: 0 },
    prediction: {
      at: START,
      demandFrom: 'entered by hand',
      movedRequestsPerSecond: 100,
      uplift: { factor: 1.15, from: 'guess' },
      regions: [],
      shortfallRequestsPerSecond: 0,
      shortfallShare: 0,
      word: 'feasible',
      survivesOneMore: null,
      stores: [],
      estimateMs: 1_000,
      guesses: [],
    },
    reason: 'power is gone',
    author: 'local:ada',
    createdAt: START,
    ...parts,
  }
  return { ...plan, hash: hashOf(plan) }
}

export function aRun(parts: Partial<Run> = {}): Run {
  const plan = parts.plan ?? aPlan()
  return { ...draftRun({ id: plan.id, plan, now: START }), ...parts }
}
