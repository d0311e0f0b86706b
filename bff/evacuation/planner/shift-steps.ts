import type { Direction, FailureKind, PlannedSplit, ShiftStep } from '#contract/evacuation/plan.ts'
import type { PlaneLayer, Weights } from '#contract/evacuation/plane.ts'
import type { WeightLine } from './lay-weights.ts'
import type { Shift } from './outline.ts'
import type { Reckoning } from './reckon.ts'
import type { PlannerSettings } from './situation.ts'
import { budgetOf } from './step-budget.ts'

const NAMES: Readonly<Record<PlaneLayer, string>> = { proxy: 'Proxy', dns: 'DNS', switch: 'Switch' }

/** The outline with its weights, and what they should show. A stage that changes no weight is no step. */
export function shiftSteps(input: {
  outline: readonly Shift[]
  lines: readonly WeightLine[]
  reckoning: Reckoning
  failure: FailureKind
  settings: PlannerSettings
  direction?: Direction
}): (ShiftStep | null)[] {
  const { outline, lines, reckoning, direction = 'evacuate' } = input
  const ways: Record<PlaneLayer, number> = { proxy: 0, dns: 0, switch: 0 }
  const counts: Record<PlaneLayer, number> = { proxy: 0, dns: 0, switch: 0 }
  let shares = sharesAt(input, ways)
  return outline.map(({ layer, way, holdMs, estimateMs }) => {
    const splits = lines
      .filter(({ plane }) => plane.descriptor.layer === layer)
      .flatMap((line) => splitOf(line, ways[layer], way))
    ways[layer] = way
    if (splits.length === 0) return null
    counts[layer] += 1
    const before = shares
    shares = sharesAt(input, ways)
    return {
      id: `${layer}-${counts[layer]}`,
      kind: 'shift',
      layer,
      title: titleOf({ layer, way, victim: reckoning.places.all[0]?.id ?? '', before, after: shares, direction }),
      estimateMs,
      budgetMs: budgetOf(input.settings, layer, estimateMs),
      shares: recordOf(reckoning, shares),
      splits,
      holdMs,
    }
  })
}

function titleOf(input: {
  layer: PlaneLayer
  way: number
  victim: string
  before: Float64Array
  after: Float64Array
  direction: Direction
}): string {
  const { layer, way, victim, direction } = input
  const percent = (shares: Float64Array) => Math.round((shares[0] ?? NaN) * 100)
  const [before, after] = [percent(input.before), percent(input.after)]
  if (before !== after) return `${NAMES[layer]} ${before} → ${after} %`
  const part = Math.round(way * 100)
  if (direction === 'failback') return `${NAMES[layer]} leads: up to ${part} % may enter ${victim} again`
  return way >= 1
    ? `${NAMES[layer]}: nothing more is sent to ${victim}`
    : `${NAMES[layer]}: ${part} % less for ${victim}`
}

function splitOf(line: WeightLine, from: number, way: number): PlannedSplit[] {
  const was = line.weightsAt(from)
  const wanted = line.weightsAt(way)
  if (isSame(was, wanted)) return []
  return [{ plane: line.plane.descriptor.id, segment: line.split.segment, was, wanted }]
}

export function isSame(one: Weights, other: Weights): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

/**
 * Who serves: where there are proxies they decide, DNS only who is entered; behind a dark edge whatever has come
 * furthest. By the rounded weights of all their splits, each weighed by its demand.
 */
function sharesAt(
  { lines, reckoning, failure, direction }: Parameters<typeof shiftSteps>[0],
  ways: Readonly<Record<PlaneLayer, number>>,
): Float64Array {
  const layers: PlaneLayer[] = ['proxy', 'dns', 'switch']
  const present = layers.filter((layer) => lines.some(({ plane }) => plane.descriptor.layer === layer))
  const furthest = present.toSorted((one, other) => ways[other] - ways[one])[0]
  const deciding = failure === 'edge-dark' ? furthest : present[0]
  const sums = new Float64Array(reckoning.places.all.length)
  for (const line of lines) {
    if (deciding === undefined || line.plane.descriptor.layer !== deciding) continue
    const weight = line.plane.covers * demandOf(reckoning, line)
    const shares = deciding === 'switch' ? switched(reckoning, ways.switch, direction) : line.sharesAt(ways[deciding])
    for (const [place, share] of shares.entries()) sums[place] = (sums[place] ?? 0) + weight * share
  }
  const total = sums.reduce((sum, each) => sum + each, 0)
  return sums.map((each) => (total > 0 ? each / total : NaN))
}

/** A switch holds no shares: while the victim is on each place serves its own, else the others as reckoned. */
function switched({ demand, places, parts }: Reckoning, way: number, direction?: Direction): Float64Array {
  const loads = demand.before.map((each) => each || 0)
  const isOn = direction === 'failback' ? way >= 1 : way < 1
  if (isOn) return loads
  if (direction === 'failback') return loads.fill(0, 0, 1)
  for (const [at, part] of parts.entries()) {
    const place = places.saviors[at % places.saviors.length] ?? 0
    const moved = part * (demand.moved[Math.floor(at / places.saviors.length)] || 0)
    loads[place] = (loads[place] ?? 0) + moved
    loads[0] = Math.max(0, (loads[0] ?? 0) - moved)
  }
  return loads
}

/** All that the split steers, wherever it is served; 1 where nobody has counted it, so that it is not lost. */
function demandOf({ demand, places }: Reckoning, { split }: WeightLine): number {
  const width = places.all.length
  let sum = 0
  for (const segment of split.demandSegments) {
    const row = demand.segments.indexOf(segment)
    for (let place = 0; place < width; place += 1) sum += demand.served[row * width + place] || 0
  }
  return sum > 0 ? sum : 1
}

function recordOf({ places }: Reckoning, shares: Float64Array): Record<string, number> {
  return Object.fromEntries(places.all.map(({ id }, place) => [id, Math.min(1, Math.max(0, shares[place] ?? 0))]))
}
