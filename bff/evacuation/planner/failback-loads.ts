import type { PlaneLayer } from '#contract/evacuation/plane.ts'
import type { Prediction, RegionLoad } from '#contract/evacuation/plan.ts'
import { joinZones, orNull } from './join-zones.ts'
import type { WeightLine } from './lay-weights.ts'
import type { Reckoning } from './reckon.ts'
import type { Situation } from './situation.ts'
import { storesAtStake } from './stores-at-stake.ts'

/** What each place carries on the way back: all demand, split as the deciding planes' weights split it. */
export interface FailbackLoads {
  /** What the victim carries so far back, with uplift: its caches are cold. NaN where the demand is unknown. */
  victimAt(way: number): number
  /** By how much the victim's tightest service rises over the whole way; 0 where nobody can tell. */
  rise: number
  /** But for its estimate. */
  prediction: Prediction
}

export function failbackLoads(situation: Situation, reckoning: Reckoning, lines: readonly WeightLine[]): FailbackLoads {
  const { factor } = situation.uplift
  const before = loadsAt(reckoning, lines, 0)
  const end = loadsAt(reckoning, lines, 1)
  const [here = NaN] = before
  const gained = (end[0] ?? NaN) - here
  const after = end.with(0, here + gained * factor)
  const rises = (reckoning.capacity[0]?.services ?? []).map(({ full, uplift }) => (gained * uplift) / full)
  const safe = reckoning.capacity[0]?.safe ?? NaN
  const shortfall = Math.max(0, (after[0] ?? NaN) - Math.max(safe, here))
  const moved = gained * factor
  const regions = reckoning.places.all.map((_, place) => loadOf(situation, reckoning, before, after, place))
  const prediction: Prediction = {
    at: situation.at,
    demandFrom: reckoning.demand.from,
    movedRequestsPerSecond: orNull(moved),
    uplift: situation.uplift,
    regions: reckoning.scope.kind === 'zone' ? [joinZones(reckoning.scope.region, regions)] : regions,
    shortfallRequestsPerSecond: orNull(shortfall),
    shortfallShare: orNull(moved > 0 ? Math.min(1, shortfall / moved) : shortfall),
    word: wordOf(shortfall, safe - (after[0] ?? NaN), safe * situation.settings.tightBelow),
    survivesOneMore: survives(reckoning, after),
    stores: storesAtStake(situation, reckoning.scope).map((store) => ({
      ...store,
      loss: 'none once it has caught up',
    })),
    estimateMs: 0,
    guesses: [
      ...reckoning.demand.guesses,
      ...(Number.isNaN(safe) ? [`what ${reckoning.places.all[0]?.id} can take is unknown`] : []),
      ...(situation.uplift.from === 'guess' ? [`uplift ${factor} on traffic that returns is a guess`] : []),
    ],
    cautions: [...reckoning.cautions],
  }
  return {
    victimAt: (way) => {
      const load = loadsAt(reckoning, lines, way)[0] ?? NaN
      return here + (load - here) * factor
    },
    rise: Math.max(0, ...rises.filter((each) => Number.isFinite(each))),
    prediction,
  }
}

/** Proxies decide where there are some, else DNS; a switch gives each place its own. */
function loadsAt({ demand, places }: Reckoning, lines: readonly WeightLine[], way: number): Float64Array {
  const order: PlaneLayer[] = ['proxy', 'dns']
  const layer = order.find((each) => lines.some(({ plane }) => plane.descriptor.layer === each))
  const width = places.all.length
  if (layer === undefined) return demand.before.with(0, (demand.before[0] ?? NaN) * (way < 1 ? 0 : 1))
  const loads = new Float64Array(width)
  const deciding = lines.filter(({ plane }) => plane.descriptor.layer === layer)
  for (const [row, segment] of demand.segments.entries()) {
    const mine = deciding.filter(({ split }) => split.demandSegments.includes(segment))
    const covers = mine.reduce((sum, { plane }) => sum + plane.covers, 0)
    const served = demand.served.subarray(row * width, (row + 1) * width)
    const all = served.reduce((sum, each) => sum + each, 0)
    for (let place = 0; place < width; place += 1) {
      const split = mine.reduce((sum, line) => sum + (line.sharesAt(way)[place] ?? 0) * line.plane.covers, 0)
      const load = mine.length === 0 ? (served[place] ?? NaN) : (all * split) / covers
      loads[place] = (loads[place] ?? 0) + load
    }
  }
  return loads
}

function loadOf(
  { settings }: Situation,
  { places, capacity }: Reckoning,
  before: Float64Array,
  after: Float64Array,
  place: number,
): RegionLoad {
  const known = capacity[place]
  const load = after[place] ?? NaN
  const saturating = (known?.services ?? [])
    .map(({ service, full }) => ({ service, utilisation: Math.min(1_000, load / full) }))
    .filter(({ utilisation }) => place === 0 && utilisation > settings.utilisationCeiling * 1.005)
    .toSorted((one, other) => other.utilisation - one.utilisation)
  return {
    region: places.all[place]?.region ?? '',
    beforeRequestsPerSecond: orNull(before[place] ?? NaN),
    afterRequestsPerSecond: orNull(load),
    safeRequestsPerSecond: orNull(known?.safe ?? NaN),
    tightestService: known?.tightest ?? null,
    saturating,
  }
}

function wordOf(shortfall: number, free: number, tight: number): Prediction['word'] {
  if (Number.isNaN(shortfall)) return 'unknown'
  if (shortfall > 0) return 'short'
  return free < tight ? 'tight' : 'feasible'
}

/** Once all is as it was: does what any one place serves fit into the others? */
function survives({ capacity }: Reckoning, after: Float64Array): boolean | null {
  const free = [...after].map((load, place) => Math.max(0, (capacity[place]?.safe ?? NaN) - load))
  if (free.length < 2) return false
  if (free.some((each) => Number.isNaN(each))) return null
  const all = free.reduce((sum, each) => sum + each, 0)
  return [...after].every((load, place) => load <= all - (free[place] ?? 0))
}
