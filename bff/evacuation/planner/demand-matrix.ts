import type { EvacuationScope } from '#contract/evacuation/plan.ts'
import type { SegmentId } from '#contract/evacuation/plane.ts'
import type { Places } from './places.ts'
import type { DemandRow, Situation } from './situation.ts'

/** Who is served where now, of what the scope concerns; requests/s, of a service's evacuation that service's own. */
export interface DemandMatrix {
  segments: readonly SegmentId[]
  /** Segment × place; the victim is place 0. NaN where unknown. */
  served: Float64Array
  /** What leaves, by segment; NaN where unknown. */
  moved: Float64Array
  /** By place: all that it serves, of whichever segment. */
  before: Float64Array
  /** Where the numbers come from, in words. */
  from: string
  guesses: readonly string[]
}

export function demandMatrix(
  situation: Situation,
  scope: EvacuationScope,
  places: Places,
  /** A region that is well again may say what it serves. */
  believesVictim = false,
): DemandMatrix {
  const rows = situation.demand.map((row) => {
    const isBelieved = believesVictim || row.from !== 'measured' || row.region !== scope.region
    return isBelieved ? row : { ...row, requestsPerSecond: NaN }
  })
  const segments = [...new Set(situation.demand.map(({ segment }) => segment))]
  const rowOf = new Map(segments.map((segment, index) => [segment, index]))
  const width = places.all.length
  const served = new Float64Array(segments.length * width)
  const scales = places.all.map(({ region }) => callsAt(situation, scope, region))
  const parts = scope.kind === 'zone' ? zoneParts(situation, scope.region, places) : places.all.map(() => 1)
  const regions = new Map<string, number[]>()
  for (const [index, { region }] of places.all.entries()) regions.set(region, [...(regions.get(region) ?? []), index])
  for (const row of rows) {
    for (const place of regions.get(row.region) ?? []) {
      const at = (rowOf.get(row.segment) ?? 0) * width + place
      served[at] = (served[at] ?? 0) + row.requestsPerSecond * (scales[place] ?? NaN) * (parts[place] ?? NaN)
    }
  }
  const before = new Float64Array(width)
  for (const [at, requests] of served.entries()) before[at % width] = (before[at % width] ?? 0) + requests
  const moved = Float64Array.from(segments, (segment, index) =>
    scope.kind === 'segment' && segment !== scope.segment ? 0 : (served[index * width] ?? NaN),
  )
  return { segments, served, moved, before, from: sourceOf(rows), guesses: guessesOf(rows) }
}

function callsAt({ capacity }: Situation, scope: EvacuationScope, region: string): number {
  if (scope.kind !== 'service') return 1
  const row = capacity.find((each) => each.region === region && each.service === scope.service)
  // A region without the service serves none of its calls.
  return row === undefined ? (region === scope.region ? NaN : 0) : row.callsPerRequest
}

/** How a region's load lies on its zones: by the planes' weights, else by instances; NaN where neither is known. */
function zoneParts({ planes, capacity }: Situation, region: string, { all }: Places): number[] {
  const weights = all.map(({ zone }) => {
    let sum = 0
    for (const { descriptor, readings } of planes) {
      const target = descriptor.targets.find((each) => each.region === region && each.zone === zone)
      if (target !== undefined) sum += readings[0]?.segments[0]?.weights[target.id] ?? 0
    }
    return sum
  })
  const instances = all.map(({ zone }) =>
    capacity
      .filter((row) => row.region === region)
      .reduce((sum, row) => sum + (zone === null ? 0 : (row.instancesByZone?.[zone] ?? 0)), 0),
  )
  const parts = weights.some((weight) => weight > 0) ? weights : instances
  const sum = parts.reduce((total, part) => total + part, 0)
  return parts.map((part) => (sum > 0 ? part / sum : NaN))
}

function sourceOf(rows: readonly DemandRow[]): string {
  const known = rows.filter(({ requestsPerSecond }) => !Number.isNaN(requestsPerSecond))
  const kinds = new Set(known.map(({ from }) => from))
  if (kinds.size === 0) return 'nothing: no demand is known'
  const words: Record<DemandRow['from'], string> = {
    forecast: "same minute last week × today's healthy regions",
    measured: 'measured now, but for the region that is left',
    entered: 'entered by hand',
    guess: 'guessed',
  }
  return [...kinds].map((kind) => words[kind]).join('; ')
}

function guessesOf(demand: readonly DemandRow[]): string[] {
  const guessed = demand.filter(({ from, requestsPerSecond }) => from === 'guess' && !Number.isNaN(requestsPerSecond))
  const unknown = demand.filter(({ requestsPerSecond }) => Number.isNaN(requestsPerSecond))
  return [
    ...(guessed.length === 0 ? [] : [`demand: ${guessed.length} of ${demand.length} rows are guesses`]),
    ...(demand.length === 0 ? ['demand: nothing is known'] : []),
    ...(unknown.length === 0
      ? []
      : [`demand of ${namesOf(unknown.map(({ region, segment }) => `${segment} in ${region}`))} is unknown`]),
  ]
}

/** The first few by name, the others by number. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
