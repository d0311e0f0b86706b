import type { EvacuationScope, Placement } from '#contract/evacuation/plan.ts'
import { allowedSaviors } from './allowed-saviors.ts'
import { demandMatrix, type DemandMatrix } from './demand-matrix.ts'
import { placeByHeadroom } from './place-load.ts'
import { placesOf, type Places } from './places.ts'
import { createRoundTrips } from './round-trips.ts'
import { capacityOf, roomOf, rowsByRegion, type PlaceCapacity } from './safe-capacity.ts'
import type { Situation } from './situation.ts'
import { steeringOf, type Steering } from './steering.ts'

/** The arithmetic both the what-if and the plan are made from. */
export interface Reckoning {
  scope: EvacuationScope
  places: Places
  demand: DemandMatrix
  /** By place. */
  capacity: readonly PlaceCapacity[]
  /** By savior, before uplift; NaN where unknown. */
  room: Float64Array
  steering: Steering
  /** Segment × savior, 1 where allowed. */
  allowed: Uint8Array
  /** Segment × savior: of what leaves the victim, the part that goes there; each row sums to 1 where anything may go. */
  parts: Float64Array
  /** Something may be served nowhere else: whatever the capacity, it does not fit. */
  isHomeless: boolean
  refusals: readonly string[]
  cautions: readonly string[]
  guesses: readonly string[]
}

export interface Question {
  situation: Situation
  scope: EvacuationScope
  placement: Placement
  edgeIsDark: boolean
}

/** A savior whose capacity nobody knows is used after those that are known. */
const UNKNOWN_LAST_MS = 1e6
/** So that rounded weights do not eat into the reserve. */
const ROUNDING = 0.01

export function reckon({ situation, scope, placement, edgeIsDark }: Question): Reckoning {
  const places = placesOf(situation, scope)
  const demand = demandMatrix(situation, scope, places)
  const rows = rowsByRegion(situation, scope)
  const capacity = places.all.map((place) => capacityOf({ situation, scope, rows, place }))
  const room = Float64Array.from(places.saviors, (place) =>
    roomOf(capacity[place] ?? NOTHING, demand.before[place] ?? NaN),
  )
  const steering = steeringOf({ situation, scope, places, demandSegments: demand.segments, edgeIsDark })
  const allowed = allowedSaviors({
    segments: demand.segments,
    moved: demand.moved,
    places,
    forbidden: situation.forbidden,
    planes: steering.planes,
  })
  const { cost, guesses } = costOf(situation, scope, places, demand)
  const laid = { places, demand, capacity, room, allowed: allowed.table }
  return {
    ...laid,
    scope,
    steering,
    parts: partsOf(laid, cost, placement, situation.settings.tightBelow),
    isHomeless: allowed.refusals.length > 0,
    refusals: [...steering.refusals, ...allowed.refusals],
    cautions: steering.cautions,
    guesses,
  }
}

const NOTHING: PlaceCapacity = { safe: NaN, tightest: null, services: [], unknown: [], guessed: 0 }

type Laid = Pick<Reckoning, 'places' | 'demand' | 'capacity' | 'room' | 'allowed'>

function partsOf(laid: Laid, cost: Float64Array, placement: Placement, reserve: number): Float64Array {
  const { room } = laid
  const nobodyKnows = room.every((each) => Number.isNaN(each))
  if (placement === 'proximity') return nearestParts(laid, cost)
  // Without a single known capacity headroom means nothing; what they serve already is the best that is known.
  return placement === 'share' || nobodyKnows ? presentParts(laid) : headroomParts(laid, cost, reserve)
}

/** The nearest are filled first, but none to the brim while there is room elsewhere: so the reserve is given up last. */
function headroomParts(laid: Laid, cost: Float64Array, reserve: number): Float64Array {
  const { demand, allowed } = laid
  const saviors = laid.room.length
  const moved = demand.moved.map((each) => (Number.isNaN(each) ? 0 : each))
  const place = (part: number) => {
    const room = laid.places.saviors.map((index) =>
      roomOf(laid.capacity[index] ?? NOTHING, demand.before[index] ?? NaN, part),
    )
    return placeByHeadroom({
      segments: demand.segments.length,
      saviors,
      moved,
      room: Float64Array.from(room, (each) => (Number.isNaN(each) ? Infinity : each)),
      cost: cost.map((each, at) => (Number.isNaN(room[at % saviors] ?? NaN) ? each + UNKNOWN_LAST_MS : each)),
      allowed,
    })
  }
  const careful = place(1 - reserve - ROUNDING)
  const { flows, unplaced } = careful.unplaced.some((each) => each > 0) ? place(1) : careful
  const fallback = proportional(laid, (savior) => laid.capacity[laid.places.saviors[savior] ?? 0]?.safe ?? NaN)
  return flows.map((flow, at) => {
    const segment = Math.floor(at / saviors)
    const all = moved[segment] ?? 0
    // What found no room is laid on all in proportion to what they can take: it is over wherever it goes.
    return all > 0 ? (flow + (unplaced[segment] ?? 0) * (fallback[at] ?? 0)) / all : (fallback[at] ?? 0)
  })
}

function nearestParts({ demand, room, allowed }: Laid, cost: Float64Array): Float64Array {
  const saviors = room.length
  const parts = new Float64Array(cost.length)
  for (let segment = 0; segment < demand.segments.length; segment += 1) {
    let nearest = -1
    for (let at = segment * saviors; at < (segment + 1) * saviors; at += 1) {
      if (allowed[at] === 1 && (nearest < 0 || (cost[at] ?? 0) < (cost[nearest] ?? 0))) nearest = at
    }
    if (nearest >= 0) parts[nearest] = 1
  }
  return parts
}

function presentParts(laid: Laid): Float64Array {
  const width = laid.places.all.length
  return proportional(
    laid,
    (savior, segment) => laid.demand.served[segment * width + (laid.places.saviors[savior] ?? 0)] ?? NaN,
  )
}

/** By a weight of each savior; evenly where all are zero or unknown. */
function proportional(laid: Laid, weightOf: (savior: number, segment: number) => number): Float64Array {
  const saviors = laid.room.length
  const parts = new Float64Array(laid.allowed.length)
  for (let segment = 0; segment < laid.demand.segments.length; segment += 1) {
    const weights = Array.from({ length: saviors }, (_, savior) =>
      laid.allowed[segment * saviors + savior] === 1 ? weightOf(savior, segment) || 0 : 0,
    )
    const open = laid.allowed.subarray(segment * saviors, (segment + 1) * saviors)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const count = open.reduce((total, each) => total + each, 0)
    for (let savior = 0; savior < saviors; savior += 1) {
      const even = count > 0 ? (open[savior] ?? 0) / count : 0
      parts[segment * saviors + savior] = sum > 0 ? (weights[savior] ?? 0) / sum : even
    }
  }
  return parts
}

function costOf(situation: Situation, scope: EvacuationScope, { all, saviors }: Places, demand: DemandMatrix) {
  const roundTripMs = createRoundTrips(situation, scope.region)
  const far = saviors.map((place) => all[place]?.region ?? '')
  const cost = new Float64Array(demand.segments.length * saviors.length)
  let unknown = 0
  for (const [row, segment] of demand.segments.entries()) {
    for (const [column, region] of far.entries()) {
      const ms = scope.kind === 'zone' ? 0 : roundTripMs(segment, region)
      if (Number.isNaN(ms)) unknown += 1
      // Nobody knows how far: as far as anywhere on earth.
      cost[row * saviors.length + column] = Number.isNaN(ms) ? 400 : ms
    }
  }
  const guesses = unknown > 0 ? [`how far ${unknown} of ${cost.length} moves are is unknown`] : []
  return { cost, guesses }
}
