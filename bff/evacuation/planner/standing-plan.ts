import type { Envelope, Plan, Prediction, Step } from '#contract/evacuation/plan.ts'
import { envelopeOf, insideEnvelope, percent } from './envelope.ts'
import type { PlanDraft } from './plan-evacuation.ts'
import { sharesOf } from './round-weights.ts'

/** A plan that was approved in daylight, against one made anew from what is known now. */
export interface Standing {
  isStill: boolean
  /** Why it is no longer the plan that was approved, each in words. */
  differences: readonly string[]
}

/** Whole weights lay this much more upon a region than was wanted, at most. */
const ROUNDED_SHARE = 0.02

/**
 * What is approved of a plan that must hold at any hour. The load of the moment it was planned at says little about the
 * hour it will be needed in, so each savior may carry whatever it safely can; where that is not known, or is less than
 * was predicted, the prediction with its margin is the bound.
 */
export function standingEnvelopeOf(prediction: Prediction): Envelope {
  const envelope = envelopeOf(prediction)
  const ceilings = Object.entries(envelope.ceilings).map(([region, ceiling]) => {
    const safe = prediction.regions.find((each) => each.region === region)?.safeRequestsPerSecond ?? 0
    return [region, Math.max(ceiling, Math.ceil(safe * (1 + ROUNDED_SHARE)))] as const
  })
  return { ...envelope, ceilings: Object.fromEntries(ceilings) }
}

/** Weights may have wandered so far, of all, before the plan is another. */
const WANDERED_SHARE = 0.05

export function isStandingPlanStill(plan: Plan, fresh: PlanDraft, wanderedShare = WANDERED_SHARE): Standing {
  const differences = [
    ...insideEnvelope(plan.envelope, fresh.prediction),
    ...wordDifference(plan, fresh),
    ...orderDifferences(plan.steps, fresh.steps),
    ...weightDifferences(plan.steps, fresh.steps, wanderedShare),
    ...storeDifferences(plan, fresh),
  ]
  return { isStill: differences.length === 0, differences }
}

/**
 * The same of a plan that must hold at any hour. By night the room of the saviors lies elsewhere than by day, and so do
 * the weights; what was approved is who takes over, in which order, and how much each at most.
 */
export function isStillInside(plan: Plan, fresh: PlanDraft): Standing {
  const differences = [...newSaviors(plan, fresh), ...isStandingPlanStill(plan, fresh, 1).differences]
  return { isStill: differences.length === 0, differences }
}

function newSaviors({ envelope }: Plan, { prediction }: PlanDraft): string[] {
  return prediction.regions
    .filter(({ region }) => envelope.ceilings[region] === undefined)
    .filter(
      ({ beforeRequestsPerSecond: before, afterRequestsPerSecond: after }) => !((after ?? Infinity) <= (before ?? 0)),
    )
    .map(({ region }) => `${region} would take over too, and was not asked then`)
}

const WORSE = ['feasible', 'tight', 'short', 'unknown'] as const

function wordDifference({ prediction: then }: Plan, { prediction: now }: PlanDraft): string[] {
  if (WORSE.indexOf(now.word) <= Math.max(1, WORSE.indexOf(then.word))) return []
  return [`it was ${then.word} when it was approved and is ${now.word} now`]
}

/** The number of stages may follow the load; what is done, in which order, may not. */
function orderDifferences(then: readonly Step[], now: readonly Step[]): string[] {
  const [before, after] = [partsOf(then), partsOf(now)]
  const missing = before.filter((part) => !after.includes(part))
  const added = after.filter((part) => !before.includes(part))
  const order =
    before.filter((part) => after.includes(part)).join() !== after.filter((part) => before.includes(part)).join()
  return [
    ...missing.map((part) => `${part} is no longer part of it`),
    ...added.map((part) => `${part} is new in it`),
    ...(order ? ['its steps come in another order'] : []),
  ]
}

function partsOf(steps: readonly Step[]): string[] {
  const parts = steps.flatMap((step) => {
    if (step.kind === 'shift') return step.splits.map(({ plane }) => plane)
    return step.kind === 'hook' ? [step.id] : []
  })
  return [...new Set(parts)]
}

function weightDifferences(then: readonly Step[], now: readonly Step[], wanderedShare: number): string[] {
  const before = lastSplits(then)
  return [...lastSplits(now)].flatMap(([place, wanted]) => {
    const known = before.get(place)
    if (known === undefined) return before.size === 0 ? [] : [`${place} is split on its own now`]
    const targets = [...new Set([...Object.keys(known), ...Object.keys(wanted)])]
    const one = sharesOf(targets.map((target) => known[target] ?? 0))
    const other = sharesOf(targets.map((target) => wanted[target] ?? 0))
    return targets.flatMap((target, index) => {
      const [was = NaN, is = NaN] = [one[index], other[index]]
      if (Math.abs(was - is) <= wanderedShare) return []
      return [`${place}: ${target} would end with ${percent(is)} instead of ${percent(was)}`]
    })
  })
}

function lastSplits(steps: readonly Step[]): Map<string, Readonly<Record<string, number>>> {
  const splits = steps.flatMap((step) => (step.kind === 'shift' ? step.splits : []))
  return new Map(splits.map(({ plane, segment, wanted }) => [`${plane} for ${segment}`, wanted]))
}

function storeDifferences({ prediction: then }: Plan, { prediction: now }: PlanDraft): string[] {
  const known = new Set(then.stores.map(({ store }) => store))
  return now.stores.filter(({ store }) => !known.has(store)).map(({ store }) => `${store} was not at stake then`)
}
