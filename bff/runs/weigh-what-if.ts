import type { Intention, LossCurve, WhatIf } from '#contract/evacuation/api.ts'
import type { Prediction, Step } from '#contract/evacuation/plan.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { predict } from '#bff/evacuation/planner/predict.ts'
import { DEFAULT_SETTINGS } from '#bff/evacuation/planner/situation.ts'
import { actMinutesOf, weighWaiting, type Band } from '#bff/evacuation/planner/weigh-waiting.ts'
import type { Planning } from './plan-runs.ts'
import type { PlanningSettings } from './planning-settings.ts'

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
  const curves = weigh({ prediction, steps, lostShare, settings, region: scope.region })
  return {
    at: situation.at,
    intention,
    prediction: withCustomersGuess(prediction, settings),
    steps,
    refused: answer.kind === 'refused' ? [...answer.reasons] : [],
    findings: [],
    ...curves,
  }
}

const GUESSED_REQUESTS_PER_CUSTOMER = 0.1

function withCustomersGuess(prediction: Prediction, settings: PlanningSettings): Prediction {
  if (settings.requestsPerSecondPerCustomer !== undefined) return prediction
  const guess = `a customer makes a request in ${1 / GUESSED_REQUESTS_PER_CUSTOMER} s`
  return { ...prediction, guesses: [...prediction.guesses, guess] }
}

/** Of those the region serves, how many get nothing now. */
function lostShareNow(frame: Frame | null, roster: Roster, region: string): number {
  return frame?.regionTotals[roster.regions.findIndex(({ id }) => id === region)]?.errorShare ?? NaN
}

/** Nobody knows the error share better than so. */
const DOUBT = 0.25

function weigh(input: {
  prediction: Prediction
  steps: readonly Step[]
  lostShare: number
  settings: PlanningSettings
  region: string
}): Pick<WhatIf, 'doNothing' | 'act' | 'costOfAMinute'> {
  const { prediction, steps, lostShare, settings, region } = input
  const demand = prediction.regions.find((row) => row.region === region)?.beforeRequestsPerSecond ?? NaN
  const perCustomer = settings.requestsPerSecondPerCustomer ?? GUESSED_REQUESTS_PER_CUSTOMER
  if (Number.isNaN(demand) || Number.isNaN(lostShare) || steps.length === 0) {
    return { doNothing: null, act: null, costOfAMinute: null }
  }
  const moves = steps.some((step) => step.kind === 'shift' && step.layer === 'proxy')
  const curves = weighWaiting({
    customers: demand / perCustomer,
    lostShare: { low: lostShare * (1 - DOUBT), likely: lostShare, high: Math.min(1, lostShare * (1 + DOUBT)) },
    worsensPerMinute: 0,
    healsAfterMinutes: { low: Infinity, likely: Infinity, high: Infinity },
    actMinutes: actMinutesOf(steps),
    shortfallShare: prediction.shortfallShare ?? 0,
    dns: moves ? null : { timeToLiveMs: 60_000, neverFollowShare: DEFAULT_SETTINGS.neverFollowShare },
    startsAfterMinutes: 0,
  })
  return { doNothing: curveOf(curves.doNothing), act: curveOf(curves.act), costOfAMinute: curves.costPerMinute.likely }
}

function curveOf(points: readonly Band[]): LossCurve {
  return {
    minutes: points.map((_, minute) => minute),
    low: points.map(({ low }) => low),
    likely: points.map(({ likely }) => likely),
    high: points.map(({ high }) => high),
  }
}
