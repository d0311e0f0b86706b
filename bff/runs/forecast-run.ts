import type { Forecast } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster } from '#contract/roster.ts'
import type { PlanningSettings } from './planning-settings.ts'
import { lostShareNow, requestsPerCustomer, weighActing } from './weigh-acting.ts'

/**
 * The two curves at this moment, from the plan as it was approved and what is lost now; undefined for a way back, and
 * where the loss is unknown. It asks nobody: a start waits for it.
 */
export function forecastRun(input: {
  run: Run
  frame: Frame | null
  roster: Roster
  settings: PlanningSettings
  now: number
}): Forecast | undefined {
  const { run, frame, roster, settings, now } = input
  const { direction, scope, prediction, steps } = run.plan
  if (direction === 'failback') return undefined
  const { region } = scope
  const weighed = weighActing({ prediction, steps, settings, region, lostShare: lostShareNow(frame, roster, region) })
  if (weighed === null) return undefined
  const { doNothing, act } = weighed
  return { at: now, doNothing, act, requestsPerSecondPerCustomer: requestsPerCustomer(settings) }
}
