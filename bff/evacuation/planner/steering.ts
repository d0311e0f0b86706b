import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import {
  EVERYBODY,
  type InstanceReading,
  type PlaneDescriptor,
  type PlaneTarget,
  type SegmentId,
} from '#contract/evacuation/plane.ts'
import type { Places } from './places.ts'
import type { PlaneSituation, Situation } from './situation.ts'

/**
 * Which planes can move what is to be moved, and how they split it now. A plane steers a segment of the demand by the
 * segment of the same name, else by `all`; what it splits together it moves together.
 */
export interface Steering {
  planes: readonly SteeredPlane[]
  /** Why it cannot be done, in words; empty where it can. */
  refusals: readonly string[]
  cautions: readonly string[]
}

export interface SteeredPlane {
  descriptor: PlaneDescriptor
  covers: number
  /** Of DNS, ms. */
  timeToLiveMs: number
  splits: readonly SteeredSplit[]
}

export interface SteeredSplit {
  /** As the plane calls it. */
  segment: SegmentId
  /** Whose demand it splits. */
  demandSegments: readonly SegmentId[]
  targets: readonly SteeredTarget[]
}

export interface SteeredTarget {
  target: PlaneTarget
  /** Index of its place; −1 where it is none of this evacuation's. */
  place: number
  /** As read. */
  weight: number
}

export function steeringOf(input: {
  situation: Situation
  scope: EvacuationScope
  places: Places
  demandSegments: readonly SegmentId[]
  /** A dark edge cannot be written: planes that live there alone are left out. */
  edgeIsDark: boolean
  /** To lead back: what an evacuation changed (`plane segment`), although it sends the victim nothing now. */
  only?: ReadonlySet<string>
}): Steering {
  const refusals: string[] = []
  const cautions: string[] = []
  const planes: SteeredPlane[] = []
  for (const plane of input.situation.planes.filter((each) => concerns(each, input.scope, input.places))) {
    const answer = steeredPlane(plane, input)
    if (answer.kind === 'left-out') cautions.push(answer.why)
    else if (answer.kind === 'refused') refusals.push(answer.why)
    else {
      planes.push(answer.plane)
      cautions.push(...answer.cautions)
    }
  }
  if (planes.length === 0 && refusals.length === 0) {
    refusals.push(`no plane that can be written sends anything to ${nameOf(input.scope)}`)
  }
  return { planes, refusals, cautions }
}

export function nameOf(scope: EvacuationScope): string {
  if (scope.kind === 'region') return scope.region
  if (scope.kind === 'zone') return `${scope.zone} of ${scope.region}`
  return scope.kind === 'service' ? `${scope.service} in ${scope.region}` : `${scope.segment} in ${scope.region}`
}

function concerns({ descriptor }: PlaneSituation, scope: EvacuationScope, places: Places): boolean {
  if (scope.kind === 'service') return descriptor.services?.includes(scope.service) === true
  if (descriptor.services !== undefined) return false
  if (scope.kind === 'segment') return descriptor.segments.includes(scope.segment)
  return descriptor.targets.some((target) => placeOf(target, places) === 0)
}

type Answer =
  | { kind: 'steered'; plane: SteeredPlane; cautions: string[] }
  | { kind: 'left-out'; why: string }
  | { kind: 'refused'; why: string }

function steeredPlane(plane: PlaneSituation, input: Parameters<typeof steeringOf>[0]): Answer {
  const { descriptor } = plane
  const { id } = descriptor
  const victim = input.scope.region
  const livesThere = descriptor.instances.every((instance) => descriptor.livesIn?.[instance] === victim)
  if (input.edgeIsDark && livesThere) {
    return { kind: 'left-out', why: `${id} lives in ${victim} alone, which is dark: it is not written` }
  }
  const reading = baselineOf(plane, victim)
  if (reading === null) {
    return livesThere
      ? { kind: 'left-out', why: `${id} lives in ${victim} alone and could not be read: it is not written` }
      : { kind: 'refused', why: `no instance of ${id} could be read, so nobody knows what it does now` }
  }
  const splits = splitsOf(descriptor, reading.weights, input)
  if (splits.length === 0) {
    const why =
      input.only === undefined ? `sends nothing to ${nameOf(input.scope)} now` : 'was not part of the evacuation'
    return { kind: 'left-out', why: `${id} ${why}` }
  }
  const lonely = splits.find(({ targets }) => !targets.some(({ place }) => input.places.saviors.includes(place)))
  if (lonely !== undefined) {
    return { kind: 'refused', why: `${id} knows no other place for ${lonely.segment} than ${nameOf(input.scope)}` }
  }
  const steered = {
    descriptor,
    covers: plane.covers ?? 1,
    timeToLiveMs: plane.timeToLiveMs ?? descriptor.effectDelayMs.worst,
    splits,
  }
  return { kind: 'steered', plane: steered, cautions: reading.cautions }
}

interface Baseline {
  weights: ReadonlyMap<SegmentId, Readonly<Record<string, number>>>
  cautions: string[]
}

/** The reading the plan begins from: of an instance outside the victim where there is one. */
function baselineOf({ descriptor, readings }: PlaneSituation, victim: string): Baseline | null {
  const outside = (reading: InstanceReading) => descriptor.livesIn?.[reading.instance] !== victim
  const first = readings.find(outside) ?? readings[0]
  if (first === undefined) return null
  const told = (reading: InstanceReading) =>
    JSON.stringify(
      reading.segments
        .map(({ segment, weights }): [string, [string, number][]] => [
          segment,
          Object.entries(weights).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        ])
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    )
  const others = readings.filter((reading) => told(reading) !== told(first))
  const weights = new Map(first.segments.map((segment) => [segment.segment, segment.weights]))
  const names = others.map(({ instance }) => instance).join(', ')
  const cautions = others.length === 0 ? [] : [`${descriptor.id}: ${names} say other weights than ${first.instance}`]
  return { weights, cautions }
}

function splitsOf(
  descriptor: PlaneDescriptor,
  weights: Baseline['weights'],
  { scope, places, demandSegments, only }: Parameters<typeof steeringOf>[0],
): SteeredSplit[] {
  const own = new Set(descriptor.segments)
  return descriptor.segments.flatMap((segment): SteeredSplit[] => {
    if (scope.kind === 'segment' && segment !== scope.segment) return []
    const read = weights.get(segment)
    if (read === undefined) return []
    const followers = segment === EVERYBODY ? demandSegments.filter((each) => !own.has(each)) : []
    const mine = demandSegments.includes(segment) ? [segment] : []
    const targets = descriptor.targets.flatMap((target): SteeredTarget[] => {
      const weight = read[target.id]
      return weight === undefined ? [] : [{ target, place: placeOf(target, places), weight }]
    })
    const sends = targets.some(({ place, weight }) => place === 0 && weight > 0)
    const isMeant = only === undefined ? sends : only.has(`${descriptor.id} ${segment}`)
    return isMeant ? [{ segment, demandSegments: [...mine, ...followers], targets }] : []
  })
}

/** Within a zone's evacuation the places are zones of one region; else the regions, with all their targets. */
function placeOf(target: PlaneTarget, { all }: Places): number {
  return all.findIndex(({ region, zone }) => target.region === region && (zone === null || target.zone === zone))
}
