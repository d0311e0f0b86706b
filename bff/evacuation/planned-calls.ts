import type { InstanceReading, PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import { type Setting, victimTargets, weightsIn } from './setting.ts'
import type { EvacuationScope } from '#contract/evacuation/plan.ts'

/** One call of a plane: everything its atomic scope lets it change at once, absolute. */
export interface PlannedCall {
  plane: string
  instance: string
  splits: readonly { segment: string; weights: Weights }[]
  /** It takes from one what others must have been given: made only once that has been read back. */
  lowers: boolean
}

/**
 * The calls that bring one instance from what it says to what it should say, in the order in which every prefix is
 * safe. Within its atomic scope a plane shows nobody a half. Across it, who gains is raised first and who loses lowered
 * last, and of those who lose the victim last of all: whoever fails in between, nobody has been sent to less room than
 * before. Going back this raises the victim before the saviors are lowered, by the same sentence.
 */
export function plannedCalls(input: {
  descriptor: PlaneDescriptor
  reading: InstanceReading
  goal: readonly Setting[]
  scope: EvacuationScope
}): PlannedCall[] {
  const { descriptor, reading, goal, scope } = input
  const changes = goal
    .filter((each) => each.plane === descriptor.id && each.instance === reading.instance)
    .map((each) => ({ segment: each.segment, to: each.weights, from: weightsIn(reading, each.segment) ?? {} }))
    .filter(({ from, to }) => changedTargets(from, to).length > 0)
  if (changes.length === 0) return []
  const place = { plane: descriptor.id, instance: reading.instance }
  if (descriptor.atomicScope === 'instance') {
    return [{ ...place, splits: changes.map(({ segment, to }) => ({ segment, weights: to })), lowers: false }]
  }
  if (descriptor.atomicScope === 'segment') {
    return changes.map(({ segment, to }) => ({ ...place, splits: [{ segment, weights: to }], lowers: false }))
  }
  const victims = new Set(victimTargets(descriptor, scope).map((target) => target.id))
  return changes.flatMap(({ segment, from, to }) =>
    changedTargets(from, to)
      .toSorted((one, other) => rankOf(one, from, to, victims) - rankOf(other, from, to, victims))
      .map((target) => ({
        ...place,
        splits: [{ segment, weights: { [target]: to[target] ?? 0 } }],
        lowers: rankOf(target, from, to, victims) !== RAISED,
      })),
  )
}

function changedTargets(from: Weights, to: Weights): string[] {
  return Object.keys(to).filter((target) => from[target] !== to[target])
}

const RAISED = 0
const LOWERED = 1
const VICTIM_LOWERED = 2

function rankOf(target: string, from: Weights, to: Weights, victims: ReadonlySet<string>): number {
  if ((to[target] ?? 0) > (from[target] ?? 0)) return RAISED
  return victims.has(target) ? VICTIM_LOWERED : LOWERED
}
