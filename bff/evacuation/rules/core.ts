import { type Setting, sumOfWeights, victimTargets } from '../setting.ts'
import { found, percent, type Rule, type RuleContext } from './rule.ts'

/**
 * The core invariant, for which there is no override. An all-zero split means an outage on one plane and an equal split
 * over everything, the evacuated region included, on another: so it is never written, whatever the plane would make of
 * it. Judged over the integers that would stand there, after rounding and after each single call.
 */
export const neverAllZero: Rule = (_before, after) => {
  const zero = after.find((each) => sumOfWeights(each.weights) === 0)
  if (zero === undefined) return found('never-all-zero', 'holds', 'every place keeps a weight')
  return found('never-all-zero', 'blocks', `every weight of ${placeOf(zero)} would be zero`)
}

export const neverTheLastRegion: Rule = (_before, after, context) => {
  for (const setting of after) {
    if (hasLivingTarget(setting, context)) continue
    return found('never-the-last-region', 'blocks', `${placeOf(setting)} would send traffic to no healthy region`)
  }
  return found('never-the-last-region', 'holds', 'a healthy region beside the evacuated one keeps traffic everywhere')
}

function hasLivingTarget(setting: Setting, { run, around }: RuleContext): boolean {
  const descriptor = around.descriptors.find((each) => each.id === setting.plane)
  if (descriptor === undefined) return false
  const leaves = run.plan.direction === 'evacuate' && run.heading === 'onward'
  const victims = leaves ? victimTargets(descriptor, run.plan.scope) : []
  return descriptor.targets.some(
    (target) =>
      (setting.weights[target.id] ?? 0) > 0 &&
      !victims.includes(target) &&
      (!leaves || !isSick(target.region, { around })),
  )
}

/** Seen lately, and failing more than a region may. One nobody sees is not called sick. */
export function isSick(region: string, { around }: Pick<RuleContext, 'around'>): boolean {
  const seen = around.fleet.regions.find((each) => each.region === region)
  if (seen === undefined || !(around.now - seen.observedAt <= around.settings.freshMs)) return false
  return seen.errorShare > around.settings.guards.unhealthyErrors
}

/** Seen lately, and not failing. A region nobody sees is not known to be well. */
export function isWell(region: string, { around }: Pick<RuleContext, 'around'>): boolean {
  const seen = around.fleet.regions.find((each) => each.region === region)
  const isSeen = seen !== undefined && around.now - seen.observedAt <= around.settings.freshMs
  return isSeen && !isSick(region, { around })
}

export function describeSickness(region: string, { around }: Pick<RuleContext, 'around'>): string {
  const seen = around.fleet.regions.find((each) => each.region === region)
  return seen === undefined ? region : `${region}: ${percent(seen.errorShare)} errors`
}

function placeOf(setting: Setting): string {
  return `${setting.plane}/${setting.instance}/${setting.segment}`
}
