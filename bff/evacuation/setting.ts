import type { InstanceReading, PlaneDescriptor, PlaneTarget, Weights } from '#contract/evacuation/plane.ts'
import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { Place } from './ports.ts'

/** What a place says, said, or should say. */
export interface Setting extends Place {
  weights: Weights
}

export function isPlace(one: Place, other: Place): boolean {
  return one.instance === other.instance && one.plane === other.plane && one.segment === other.segment
}

export function findSetting(settings: readonly Setting[], place: Place): Setting | undefined {
  return settings.find((each) => isPlace(each, place))
}

/** Every target of the second says the same in the first; further targets of the first are another's matter. */
export function holdsWeights(said: Weights, wanted: Weights): boolean {
  for (const target in wanted) if (said[target] !== wanted[target]) return false
  return true
}

export function mergeWeights(under: Weights, over: Weights): Weights {
  return { ...under, ...over }
}

export function weightsIn(reading: InstanceReading, segment: string): Weights | null {
  return reading.segments.find((each) => each.segment === segment)?.weights ?? null
}

export function effectiveIn(reading: InstanceReading, segment: string): Weights | null {
  const found = reading.segments.find((each) => each.segment === segment)
  return found === undefined ? null : (found.effective ?? found.weights)
}

export function sumOfWeights(weights: Weights): number {
  let sum = 0
  for (const target in weights) sum += weights[target] ?? 0
  return sum
}

/** Share of a segment's traffic that these targets get, 0–1; NaN where every weight is zero. */
export function shareOfTargets(weights: Weights, targets: readonly PlaneTarget[]): number {
  const total = sumOfWeights(weights)
  if (total === 0) return NaN
  let sum = 0
  for (const target of targets) sum += weights[target.id] ?? 0
  return sum / total
}

/** The targets the scope empties. */
export function victimTargets(descriptor: PlaneDescriptor, scope: EvacuationScope): readonly PlaneTarget[] {
  if (scope.kind !== 'zone') return descriptor.targets.filter((target) => target.region === scope.region)
  const inZone = descriptor.targets.filter((target) => target.region === scope.region && target.zone === scope.zone)
  return inZone
}

/** What stands for the victim in shares and observations: its region, or for a zone the zone. */
export function victimOf(scope: EvacuationScope): string {
  return scope.kind === 'zone' ? scope.zone : scope.region
}

export function describeWeights(weights: Weights): string {
  return Object.entries(weights)
    .map(([target, weight]) => `${target} ${weight}`)
    .join(', ')
}
