import type { LossCurve } from '#contract/evacuation/forecast.ts'
import type { Prediction, Step } from '#contract/evacuation/plan.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import { DEFAULT_SETTINGS } from '#bff/evacuation/planner/situation.ts'
import { actMinutesOf, lossCurveOf, weighWaiting } from '#bff/evacuation/planner/weigh-waiting.ts'
import type { PlanningSettings } from './planning-settings.ts'

export interface WeighedActing {
  doNothing: LossCurve
  act: LossCurve
  /** Customer minutes each minute of waiting costs. */
  costOfAMinute: number
}

export const GUESSED_REQUESTS_PER_CUSTOMER = 0.1
/** Nobody knows the error share better than so. */
const DOUBT = 0.25
const DNS_TIME_TO_LIVE_MS = 60_000

export function requestsPerCustomer(settings: PlanningSettings): number {
  return settings.requestsPerSecondPerCustomer ?? GUESSED_REQUESTS_PER_CUSTOMER
}

/** Of those the region serves, how many get nothing now; NaN where nobody knows. */
export function lostShareNow(frame: Frame | null, roster: Roster, region: string): number {
  return frame?.regionTotals[roster.regions.findIndex(({ id }) => id === region)]?.errorShare ?? NaN
}

/** Doing nothing against acting, from what is planned and what is lost now; null where either is unknown. */
export function weighActing(input: {
  prediction: Prediction
  steps: readonly Step[]
  /** 0–1; NaN is unknown. */
  lostShare: number
  settings: PlanningSettings
  region: string
}): WeighedActing | null {
  const { prediction, steps, lostShare, settings, region } = input
  const demand = prediction.regions.find((row) => row.region === region)?.beforeRequestsPerSecond ?? NaN
  if (Number.isNaN(demand) || Number.isNaN(lostShare) || steps.length === 0) return null
  const moves = steps.some((step) => step.kind === 'shift' && step.layer === 'proxy')
  const curves = weighWaiting({
    customers: demand / requestsPerCustomer(settings),
    lostShare: { low: lostShare * (1 - DOUBT), likely: lostShare, high: Math.min(1, lostShare * (1 + DOUBT)) },
    worsensPerMinute: 0,
    healsAfterMinutes: { low: Infinity, likely: Infinity, high: Infinity },
    actMinutes: actMinutesOf(steps),
    shortfallShare: prediction.shortfallShare ?? 0,
    dns: moves ? null : { timeToLiveMs: DNS_TIME_TO_LIVE_MS, neverFollowShare: DEFAULT_SETTINGS.neverFollowShare },
    startsAfterMinutes: 0,
  })
  const doNothing = lossCurveOf(curves.doNothing)
  const act = lossCurveOf(curves.act)
  return doNothing === null || act === null ? null : { doNothing, act, costOfAMinute: curves.costPerMinute.likely }
}
