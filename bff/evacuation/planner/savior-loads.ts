import type { WeightLine } from './lay-weights.ts'
import type { Reckoning } from './reckon.ts'

/** Moved there, before uplift, by savior: as wanted, and the most any plane's rounded weights give. */
export interface SaviorLoads {
  wanted: Float64Array
  rounded: Float64Array
  /** With uplift, on top of what it serves. */
  after: Float64Array
}

export function saviorLoads(reckoning: Reckoning, lines: readonly WeightLine[], uplift: number): SaviorLoads {
  const { demand, parts, places } = reckoning
  const saviors = places.saviors.length
  const wanted = new Float64Array(saviors)
  for (const [at, part] of parts.entries()) {
    wanted[at % saviors] = (wanted[at % saviors] ?? 0) + part * (demand.moved[Math.floor(at / saviors)] ?? NaN)
  }
  const rounded = wanted.slice()
  for (const [plane, ofPlane] of Map.groupBy(lines, (line) => line.plane)) {
    if (plane.descriptor.layer === 'switch') continue
    const given = givenBy(reckoning, ofPlane, wanted)
    for (const [savior, each] of given.entries()) rounded[savior] = Math.max(rounded[savior] ?? NaN, each)
  }
  const after = rounded.map((each, savior) => (demand.before[places.saviors[savior] ?? 0] ?? NaN) + each * uplift)
  return { wanted, rounded, after }
}

/** What one plane's rounded weights move to each savior; segments it does not split go as wanted. */
function givenBy(reckoning: Reckoning, lines: readonly WeightLine[], wanted: Float64Array): Float64Array {
  const { demand, parts, places } = reckoning
  const saviors = places.saviors.length
  const given = wanted.slice()
  for (const line of lines) {
    const before = line.sharesAt(0)
    const after = line.sharesAt(1)
    for (const segment of line.split.demandSegments) {
      const row = demand.segments.indexOf(segment)
      const moved = demand.moved[row] ?? NaN
      for (const [savior, place] of places.saviors.entries()) {
        const part = ((after[place] ?? 0) - (before[place] ?? 0)) / (before[0] ?? NaN)
        // Together the segments of a split go as their mean; what each was meant to is taken off again.
        given[savior] = (given[savior] ?? 0) + moved * (part - (parts[row * saviors + savior] ?? 0))
      }
    }
  }
  return given
}

/** By how much the tightest savior's utilisation rises over the whole way, 0–1 and beyond; 0 where nobody can tell. */
export function steepestRise(reckoning: Reckoning, loads: SaviorLoads): number {
  let steepest = 0
  for (const [savior, place] of reckoning.places.saviors.entries()) {
    const moved = loads.rounded[savior] ?? NaN
    for (const { full, uplift, row } of reckoning.capacity[place]?.services ?? []) {
      const rise = (moved * uplift) / full
      if (row.critical !== false && Number.isFinite(rise)) steepest = Math.max(steepest, rise)
    }
  }
  return steepest
}
