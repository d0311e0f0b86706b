import type { Step } from '#contract/evacuation/plan.ts'
import type { Run } from '#contract/evacuation/run.ts'
import { quantileOf } from './forecast-demand.ts'
import type { PlannerSettings, Situation } from './situation.ts'
import type { EvacuationReport } from './write-report.ts'

/**
 * What past drills and evacuations teach the next plan: how long steps of a kind really take, and what a moved request
 * really weighs. Too few of them teach nothing: then the guess stays a guess.
 */
export interface Lessons {
  pastStepMs: PlannerSettings['pastStepMs']
  uplift: Situation['uplift'] | null
}

const LEAST_STEPS = 4
const LEAST_RUNS = 3
const STUCK_QUANTILE = 0.75

export function learnFromRuns(input: {
  runs: readonly Pick<Run, 'plan' | 'stepsDone'>[]
  upliftSeen: readonly EvacuationReport['upliftSeen'][]
}): Lessons {
  const took = new Map<string, number[]>()
  for (const { plan, stepsDone } of input.runs) {
    for (const { step, beganAt, verifiedAt } of stepsDone) {
      const each = plan.steps[step]
      const kind = each === undefined ? null : kindOf(each)
      // What a person is asked for takes as long as that person; the next one is another.
      if (kind === null) continue
      took.set(kind, [...(took.get(kind) ?? []), verifiedAt - beganAt])
    }
  }
  const past = [...took].filter(([, times]) => times.length >= LEAST_STEPS)
  const factors = input.upliftSeen.flatMap((seen) => (seen === null ? [] : [seen.factor]))
  return {
    pastStepMs: Object.fromEntries(past.map(([kind, times]) => [kind, quantileOf(times, STUCK_QUANTILE)])),
    // The median, so that one strange drill does not decide; never below one: moved traffic weighs no less.
    uplift:
      factors.length < LEAST_RUNS ? null : { factor: Math.max(1, quantileOf(factors, 0.5)), from: 'learnt' as const },
  }
}

function kindOf(step: Step): string | null {
  if (step.kind === 'shift') return step.layer
  return step.kind === 'hook' ? null : step.kind
}
