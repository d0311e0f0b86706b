import type { Weights } from '#contract/evacuation/plane.ts'
import type { Reckoning } from './reckon.ts'
import { roundWeights, sharesOf, unitsOf } from './round-weights.ts'
import type { SteeredPlane, SteeredSplit } from './steering.ts'

/** From parts of what leaves to the weights of one split, at any point of the way. */
export interface WeightLine {
  plane: SteeredPlane
  split: SteeredSplit
  was: Weights
  /** At 0 of the way as it was, at 1 nothing is left at the victim but what the plane cannot let go. */
  weightsAt(way: number): Weights
  /** What the rounded weights give, by place; places that are none of this evacuation's are left out. */
  sharesAt(way: number): Float64Array
}

export function weightLines(reckoning: Reckoning): WeightLine[] {
  return reckoning.steering.planes.flatMap((plane) => plane.splits.map((split) => lineOf(reckoning, plane, split)))
}

function lineOf(reckoning: Reckoning, plane: SteeredPlane, split: SteeredSplit): WeightLine {
  const baseline = sharesOf(split.targets.map(({ weight }) => weight))
  const final = finalShares(reckoning, split, baseline)
  return weightLine({ plane, split, final, places: reckoning.places.all.length })
}

/** From what a split says now to the shares it is to have; where the end is known to the unit, to exactly that. */
export function weightLine(input: {
  plane: SteeredPlane
  split: SteeredSplit
  /** By target. */
  final: readonly number[]
  /** The weights to end with, by target. */
  end?: readonly number[]
  /** How many places there are. */
  places: number
}): WeightLine {
  const { plane, split, final, end } = input
  const { targets } = split
  const weights = targets.map(({ weight }) => weight)
  const baseline = sharesOf(weights)
  const { granularity: range, atomicScope, layer } = plane.descriptor
  const isSwitch = layer === 'switch' || range.most === 1
  const units = unitsOf({ weights, highestShare: Math.max(...baseline, ...final), range, atomicScope })
  const was = weightsOf(split, weights)
  const numbersAt = (way: number): number[] => {
    if (way <= 0) return weights
    if (way >= 1 && end !== undefined) return [...end]
    const shares = baseline.map((share, index) => share + way * ((final[index] ?? 0) - share))
    if (!isSwitch) return roundWeights(shares, units, range)
    return way < 1 ? weights : shares.map((share) => (share > 0 ? range.most : range.least))
  }
  return {
    plane,
    split,
    was,
    weightsAt: (way) => weightsOf(split, numbersAt(way)),
    sharesAt(way) {
      const byPlace = new Float64Array(input.places)
      for (const [index, share] of sharesOf(numbersAt(way)).entries()) {
        const place = targets[index]?.place ?? -1
        if (place >= 0) byPlace[place] = (byPlace[place] ?? 0) + share
      }
      return byPlace
    },
  }
}

function finalShares(reckoning: Reckoning, split: SteeredSplit, baseline: readonly number[]): number[] {
  const { targets } = split
  const leaving = targets.reduce((sum, { place }, index) => sum + (place === 0 ? (baseline[index] ?? 0) : 0), 0)
  const parts = partsOfSplit(reckoning, split)
  return targets.map(({ place }, index) => {
    const share = baseline[index] ?? 0
    if (place === 0) return 0
    const savior = reckoning.places.saviors.indexOf(place)
    return savior < 0 ? share : share + leaving * (parts[savior] ?? 0) * withinPlace(split, index)
  })
}

/** A place with several targets: its gain follows what they have; evenly where they have nothing. */
function withinPlace({ targets }: SteeredSplit, index: number): number {
  const target = targets[index]
  const same = targets.filter(({ place }) => place === target?.place)
  const sum = same.reduce((total, { weight }) => total + weight, 0)
  return sum > 0 ? (target?.weight ?? 0) / sum : 1 / same.length
}

/** By savior: the parts of the segments it splits together, weighed by what leaves with each. */
export function partsOfSplit({ demand, parts, places }: Reckoning, split: SteeredSplit): number[] {
  const saviors = places.saviors.length
  const rows = split.demandSegments.map((segment) => demand.segments.indexOf(segment)).filter((row) => row >= 0)
  const leaving = rows.map((row) => demand.moved[row] || 0)
  const sum = leaving.reduce((total, each) => total + each, 0)
  const weighed = places.saviors.map((_, savior) =>
    rows.reduce((total, row, index) => {
      const weight = sum > 0 ? (leaving[index] ?? 0) / sum : 1 / rows.length
      return total + weight * (parts[row * saviors + savior] ?? 0)
    }, 0),
  )
  // A split nobody has counted demand of follows the whole.
  return rows.length > 0 ? weighed : evenly(split, places.saviors)
}

function evenly({ targets }: SteeredSplit, saviors: readonly number[]): number[] {
  const known = saviors.map((savior) => targets.some(({ place }) => place === savior))
  const count = known.filter(Boolean).length
  return known.map((each) => (each ? 1 / count : 0))
}

export function weightsOf({ targets }: SteeredSplit, numbers: readonly number[]): Weights {
  return Object.fromEntries(targets.map(({ target }, index) => [target.id, numbers[index] ?? 0]))
}
