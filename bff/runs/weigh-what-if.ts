import type { Intention, WhatIf } from '#contract/evacuation/api.ts'
import type { Prediction } from '#contract/evacuation/plan.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { predict } from '#bff/evacuation/planner/predict.ts'
import type { Planning } from './plan-runs.ts'
import type { PlanningSettings } from './planning-settings.ts'
import { GUESSED_REQUESTS_PER_CUSTOMER, lostShareNow, weighActing } from './weigh-acting.ts'

/** What acting would do, and what it costs to wait: the planner's answer with the two curves beside it. */
export async function weighWhatIf(input: {
  planning: Planning
  intention: Intention
  newest: () => Frame | null
  roster: () => Roster
  settings: PlanningSettings
}): Promise<WhatIf> {
  const { planning, intention, settings } = input
  const { situation, answer } = await planning.plan(intention)
  const { scope, placement, profile, failure } = intention
  const prediction =
    answer.kind === 'planned'
      ? answer.plan.prediction
      : predict({ situation, scope, placement, wish: { profile, failure } })
  const steps = answer.kind === 'planned' ? answer.plan.steps : []
  const lostShare = lostShareNow(input.newest(), input.roster(), scope.region)
  const weighed = weighActing({ prediction, steps, lostShare, settings, region: scope.region })
  return {
    at: situation.at,
    intention,
    prediction: withCustomersGuess(prediction, settings),
    steps,
    refused: answer.kind === 'refused' ? [...answer.reasons] : [],
    findings: [],
    ...(weighed ?? { doNothing: null, act: null, costOfAMinute: null }),
  }
}

function withCustomersGuess(prediction: Prediction, settings: PlanningSettings): Prediction {
  if (settings.requestsPerSecondPerCustomer !== undefined) return prediction
  const guess = `a customer makes a request in ${1 / GUESSED_REQUESTS_PER_CUSTOMER} s`
  return { ...prediction, guesses: [...prediction.guesses, guess] }
}
