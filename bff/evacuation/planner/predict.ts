import type { EvacuationScope, Placement, Prediction, RegionLoad } from '#contract/evacuation/plan.ts'
import { namesOf } from './demand-matrix.ts'
import { joinZones, orNull } from './join-zones.ts'
import { weightLines } from './lay-weights.ts'
import { outlineOf, wayMs } from './outline.ts'
import { reckon, type Reckoning } from './reckon.ts'
import { saviorLoads, type SaviorLoads } from './savior-loads.ts'
import { servicesOnlyIn } from './services-only-in.ts'
import type { Situation, Wish } from './situation.ts'
import { storesAtStake } from './stores-at-stake.ts'
import { survivesOneMore } from './survive-one-more.ts'

/**
 * What acting would do: the planner's arithmetic without its steps, quick enough to follow a pointer over the map. What
 * the planes' rounded weights really give is reckoned again, and each savior shown at the worst of them.
 */
export function predict(input: {
  situation: Situation
  scope: EvacuationScope
  placement: Placement
  /** Bears on the estimate alone; an emergency with the edge alive where it is left out. */
  wish?: Wish
}): Prediction {
  const { situation, scope, placement, wish = { profile: 'emergency', failure: 'edge-alive' } } = input
  const reckoning = reckon({ situation, scope, placement, edgeIsDark: wish.failure === 'edge-dark' })
  const lines = weightLines(reckoning)
  const loads = saviorLoads(reckoning, lines, situation.uplift.factor)
  const outline = outlineOf({ situation, reckoning, loads, wish })
  return predictionOf({ situation, reckoning, loads, estimateMs: wayMs(outline, situation, reckoning.steering) })
}

const MOST_UTILISATION = 1_000
/** Rounding may take a savior so far beyond its safe rate, of that rate, before it counts. */
const ROUNDING_SLACK = 0.005

export function predictionOf(input: {
  situation: Situation
  reckoning: Reckoning
  loads: SaviorLoads
  estimateMs: number
}): Prediction {
  const { situation, reckoning, loads, estimateMs } = input
  const uplift = situation.uplift
  const moved = sumOf(reckoning.demand.moved) * uplift.factor
  const shortfall = shortfallOf(reckoning, loads, uplift.factor)
  const regions = regionLoads(reckoning, loads, situation.settings.utilisationCeiling)
  return {
    at: situation.at,
    demandFrom: reckoning.demand.from,
    movedRequestsPerSecond: orNull(moved),
    uplift,
    regions,
    shortfallRequestsPerSecond: orNull(shortfall),
    shortfallShare: orNull(moved > 0 ? Math.min(1, shortfall / moved) : shortfall),
    word: wordOf(situation, reckoning, loads, shortfall),
    survivesOneMore: survivesOneMore(reckoning),
    stores: storesAtStake(situation, reckoning.scope),
    estimateMs,
    guesses: guessesOf(situation, reckoning),
    firstToSaturate: firstToSaturate(reckoning, loads),
    cautions: cautionsOf(situation, reckoning),
  }
}

/** What does not fit, with its uplift; NaN where a capacity or the demand is unknown. */
function shortfallOf({ room }: Reckoning, loads: SaviorLoads, uplift: number): number {
  let exact = 0
  let rounded = 0
  for (const [savior, free] of room.entries()) {
    const over = (loads.wanted[savior] ?? NaN) - free
    const overRounded = (loads.rounded[savior] ?? NaN) - free
    // An unknown room is only harmless where nothing goes there.
    if (Number.isNaN(over) && loads.wanted[savior] === 0) continue
    exact += dust(over, loads.wanted[savior] ?? NaN)
    rounded += overRounded > ROUNDING_SLACK * (free + (loads.wanted[savior] ?? 0)) ? overRounded : 0
  }
  if (Number.isNaN(exact)) return NaN
  // What rounding adds counts only where the plane is coarse: else the figure would differ from what can be followed.
  return (rounded > exact + ROUNDING_SLACK * sumOf(loads.wanted) ? rounded : exact) * uplift
}

/** Sums of floating-point numbers are over by a hair where they are meant to be level. */
function dust(over: number, scale: number): number {
  return over <= 1e-9 * Math.max(1, scale) ? 0 : over
}

function wordOf(situation: Situation, reckoning: Reckoning, loads: SaviorLoads, shortfall: number): Prediction['word'] {
  const { places, capacity } = reckoning
  if (reckoning.isHomeless || places.saviors.length === 0) return 'short'
  if (Number.isNaN(shortfall)) return 'unknown'
  if (shortfall > 0) return 'short'
  const isTight = places.saviors.some((place, savior) => {
    const safe = capacity[place]?.safe ?? NaN
    return safe - (loads.after[savior] ?? NaN) < situation.settings.tightBelow * safe
  })
  return isTight ? 'tight' : 'feasible'
}

function regionLoads(reckoning: Reckoning, loads: SaviorLoads, ceiling: number): RegionLoad[] {
  const { places, capacity, demand, scope } = reckoning
  const rows = places.all.map((place, index): RegionLoad => {
    const savior = places.saviors.indexOf(index)
    const before = demand.before[index] ?? NaN
    const stays = index === 0 ? before - sumOf(demand.moved) : before
    const { safe, tightest } = capacity[index] ?? { safe: NaN, tightest: null }
    return {
      region: place.region,
      beforeRequestsPerSecond: orNull(before),
      afterRequestsPerSecond: orNull(savior < 0 ? Math.max(0, stays) : (loads.after[savior] ?? NaN)),
      safeRequestsPerSecond: orNull(safe),
      tightestService: tightest,
      saturating: savior < 0 ? [] : saturatingOf(reckoning, savior, loads, ceiling),
    }
  })
  return scope.kind === 'zone' ? [joinZones(scope.region, rows)] : rows
}

function saturatingOf(
  reckoning: Reckoning,
  savior: number,
  loads: SaviorLoads,
  ceiling: number,
): RegionLoad['saturating'] {
  const place = reckoning.places.saviors[savior] ?? 0
  const before = reckoning.demand.before[place] ?? NaN
  const moved = loads.rounded[savior] ?? NaN
  const over: RegionLoad['saturating'] = []
  for (const { service, full, uplift } of reckoning.capacity[place]?.services ?? []) {
    // A service without an instance is over by any measure, but the wire has no infinity.
    const utilisation = Math.min(MOST_UTILISATION, (before + moved * uplift) / full)
    if (utilisation > ceiling * (1 + ROUNDING_SLACK)) over.push({ service, utilisation })
  }
  return over.toSorted((one, other) => other.utilisation - one.utilisation)
}

/** Which service reaches its safe rate first on the way, and when; null where none does. */
function firstToSaturate(reckoning: Reckoning, loads: SaviorLoads): Prediction['firstToSaturate'] {
  const { places, capacity, demand } = reckoning
  let first: NonNullable<Prediction['firstToSaturate']> | null = null
  for (const [savior, index] of places.saviors.entries()) {
    const before = demand.before[index] ?? NaN
    const moved = loads.rounded[savior] ?? NaN
    for (const { service, safe, uplift } of capacity[index]?.services ?? []) {
      if (!(before + moved * uplift > safe * (1 + ROUNDING_SLACK))) continue
      const atShare = Math.min(1, Math.max(0, (safe - before) / (moved * uplift)))
      if (Number.isNaN(atShare) || (first !== null && first.atShare <= atShare)) continue
      first = { region: places.all[index]?.region ?? '', service, atShare }
    }
  }
  return first
}

function guessesOf(situation: Situation, { guesses, demand, places, capacity, steering }: Reckoning): string[] {
  const { uplift, settings } = situation
  const saviors = places.saviors.map((index) => ({ id: places.all[index]?.id ?? '', known: capacity[index] }))
  const guessed = saviors.reduce((sum, { known }) => sum + (known?.guessed ?? 0), 0)
  return [
    ...demand.guesses,
    ...(uplift.from === 'guess' ? [`uplift ${uplift.factor} on moved traffic is a guess; drills learn it`] : []),
    ...(guessed > 0 ? [`safe rates of ${guessed} services in the saviors are guesses`] : []),
    ...saviors.flatMap(({ id, known }) =>
      known === undefined || Number.isNaN(known.safe) ? [`what ${id} can take is unknown`] : [],
    ),
    ...saviors.flatMap(({ id, known }) =>
      known === undefined || known.unknown.length === 0
        ? []
        : [`${id}: what ${namesOf(known.unknown)} can take is unknown`],
    ),
    ...guesses,
    ...(steering.planes.some(({ descriptor }) => descriptor.layer === 'dns')
      ? [`${(settings.neverFollowShare * 100).toFixed(1)} % of clients are taken never to follow DNS`]
      : []),
  ]
}

function cautionsOf(situation: Situation, reckoning: Reckoning): string[] {
  const { region } = reckoning.scope
  const isWhole = reckoning.scope.kind === 'region'
  const only = isWhole ? servicesOnlyIn(situation, region) : []
  const jobs = isWhole ? situation.jobs.filter((job) => job.region === region) : []
  const keeps = reckoning.steering.planes.filter(({ descriptor }) => descriptor.granularity.least > 0)
  return [
    ...reckoning.refusals,
    ...reckoning.cautions,
    ...(only.length > 0 ? [`only in ${region}: ${namesOf(only)}`] : []),
    ...jobs.map(
      ({ job, backlog, movable }) =>
        `${job} stops in ${region}${movable ? ' and starts elsewhere' : ' and runs nowhere else'}` +
        (backlog === null ? '; its backlog is unknown' : `; ${backlog} wait`),
    ),
    ...keeps.map(({ descriptor }) => `${descriptor.id} cannot go below ${descriptor.granularity.least}: some stay`),
  ]
}

export function sumOf(values: Float64Array | readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
