import { knownAscending, quantileOf } from '../cause/robust.ts'
import { densityClusters, distancesOf, kneeOf, neighbourDistances } from './density-clusters.ts'
import { bandSizeOf, PRIOR_SPREAD, PRIOR_WEIGHT } from './outlier-limits.ts'

/**
 * A group may have several right ways to be: a canary, two machine types, a warm and a cold zone. Where enough instances
 * lie densely together there is a band; who belongs to none is judged by the distance to the nearest. Bands may be of
 * unequal density, so what one reach leaves over is looked at again by itself.
 */
export interface Band {
  members: readonly number[]
  /** Of each measure: the middle of the members, and what an ordinary member differs by. */
  centre: Float64Array
  spread: Float64Array
}

/** Reach in pilot spreads below which a group would fall to pieces by chance alone. */
const LEAST_REACH = 2
/** A set of scattered instances is no band: it may be so many times as wide as the first one. */
const WIDEST_TIMES = 3
/** Bands nearer to each other than this, in spreads, are one. */
const ONE_BAND_WITHIN = 4
const NORMAL_MAD = 0.6745
const NORMAL_TENTHS = 2.563

/** `levels`: of each instance, of each measure. `noise`: of each measure, what its estimate is uncertain by. */
export function findBands(levels: readonly Float64Array[], noise: Float64Array): Band[] {
  const pilot = pilotSpreads(levels, noise)
  const points = levels.map((level) => level.map((value, measure) => value / (pilot[measure] ?? 1)))
  const bandSize = bandSizeOf(levels.length)
  const found: number[][] = []
  let left = completeAmong(levels)
  while (left.length >= bandSize) {
    const clusters = clustersOf(left, points, bandSize).filter((members) => members.length >= bandSize)
    const first = found[0]
    const dense = first === undefined ? clusters : clusters.filter((members) => isAsDense(members, first, points))
    if (dense.length === 0) break
    found.push(...dense.toSorted((one, other) => other.length - one.length))
    const taken = new Set(dense.flat())
    left = left.filter((index) => !taken.has(index))
  }
  const finer = found.flatMap((members) => splitFurther(members, levels, noise, bandSize))
  return describeBands(joinNear(finer, levels, noise), levels, noise)
}

/** Most of what was one must go on as several, or it was one whose border looks ragged from near. */
const SPLIT_SHARE = 0.8

/** Several bands make the pilot wide, and so may have passed for one: each is looked at again by itself. */
function splitFurther(
  members: readonly number[],
  levels: readonly Float64Array[],
  noise: Float64Array,
  bandSize: number,
): number[][] {
  const pilot = pilotSpreads(
    members.map((index) => levels[index] ?? new Float64Array()),
    noise,
  )
  const points = levels.map((level) => level.map((value, measure) => value / (pilot[measure] ?? 1)))
  const parts = clustersOf(members, points, bandSize).filter((part) => part.length >= bandSize)
  const isSplit = parts.length > 1 && parts.flat().length >= SPLIT_SHARE * members.length
  return isSplit ? parts.flatMap((part) => splitFurther(part, levels, noise, bandSize)) : [[...members]]
}

/**
 * Those known in every measure that most are known in: whoever lacks one is near to several bands at once and would
 * join them. All of them, where few are complete.
 */
function completeAmong(levels: readonly Float64Array[]): number[] {
  const all = levels.map((_, index) => index)
  const isKnown = (index: number, measure: number) => Number.isFinite(levels[index]?.[measure])
  const common = [...(levels[0]?.keys() ?? [])].filter(
    (measure) => all.filter((index) => isKnown(index, measure)).length * 2 > levels.length,
  )
  const complete = all.filter((index) => common.every((measure) => isKnown(index, measure)))
  return complete.length * 2 > levels.length ? complete : all
}

function clustersOf(indices: readonly number[], points: readonly Float64Array[], enough: number): number[][] {
  const distances = distancesOf(indices.map((index) => points[index] ?? new Float64Array()))
  const reach = Math.max(LEAST_REACH, kneeOf(neighbourDistances(distances, enough - 1)))
  const members: number[][] = []
  for (const [at, cluster] of densityClusters(distances, reach, enough).entries())
    if (cluster >= 0) (members[cluster] ??= []).push(indices[at] ?? 0)
  return members
}

function isAsDense(members: readonly number[], first: readonly number[], points: readonly Float64Array[]): boolean {
  const measures = points[0]?.length ?? 0
  for (let measure = 0; measure < measures; measure += 1) {
    const width = Math.max(widthOf(members, points, measure).spread, 1)
    if (width > WIDEST_TIMES * Math.max(widthOf(first, points, measure).spread, 1)) return false
  }
  return true
}

/**
 * Before bands are known: the distance to the neighbour a tenth of the group away, which no number of bands can
 * stretch, as the spread it would be of a normal. At least the prior with the noise.
 */
function pilotSpreads(levels: readonly Float64Array[], noise: Float64Array): Float64Array {
  return noise.map((error, measure) => {
    const known = knownAscending(levels.map((level) => level[measure] ?? NaN))
    const others = known.length - 1
    const neighbours = Math.max(1, Math.round(others / 10))
    const distances = known.map((value, at) => nearestAway(known, value, at, neighbours))
    const share = neighbours / others
    const width = quantileOf(distances.toSorted(), 0.5) / (1.57 * share)
    return Math.max(Math.hypot(PRIOR_SPREAD, error), Number.isFinite(width) ? width : 0)
  })
}

function nearestAway(ascending: Float64Array, value: number, at: number, neighbours: number): number {
  let below = at - 1
  let above = at + 1
  let distance = 0
  for (let taken = 0; taken < neighbours; taken += 1) {
    const down = below >= 0 ? value - (ascending[below] ?? NaN) : Infinity
    const up = above < ascending.length ? (ascending[above] ?? NaN) - value : Infinity
    distance = Math.min(down, up)
    if (down <= up) below -= 1
    else above += 1
  }
  return distance
}

function joinNear(found: number[][], levels: readonly Float64Array[], noise: Float64Array): number[][] {
  const bands = describeBands(found, levels, noise)
  for (const [one, first] of bands.entries()) {
    for (const [other, second] of bands.entries()) {
      if (other <= one || !isNear(first, second)) continue
      const joined = found.filter((_, index) => index !== one && index !== other)
      return joinNear([[...first.members, ...second.members], ...joined], levels, noise)
    }
  }
  return found
}

function isNear(one: Band, other: Band): boolean {
  return one.centre.every((centre, measure) => {
    const spread = Math.max(one.spread[measure] ?? 0, other.spread[measure] ?? 0)
    return !(Math.abs(centre - (other.centre[measure] ?? NaN)) > ONE_BAND_WITHIN * spread)
  })
}

/** Spreads of a small band lean on those of all, and these on the prior. */
function describeBands(found: readonly number[][], levels: readonly Float64Array[], noise: Float64Array): Band[] {
  const bands = found.map((members) => ({
    members,
    centre: new Float64Array(noise.length),
    spread: new Float64Array(noise.length),
  }))
  for (const [measure, error] of noise.entries()) {
    const widths = found.map((members) => widthOf(members, levels, measure))
    const free = widths.map(({ known }) => Math.max(known - 1, 0))
    const squares = widths.reduce((sum, { spread }, index) => sum + spread ** 2 * (free[index] ?? 0), 0)
    const prior = PRIOR_SPREAD ** 2 + error ** 2
    const all = (squares + PRIOR_WEIGHT * prior) / (free.reduce((sum, each) => sum + each, 0) + PRIOR_WEIGHT)
    for (const [index, { centre, spread }] of bands.entries()) {
      const { middle = NaN, spread: own = 0 } = widths[index] ?? {}
      const weight = free[index] ?? 0
      centre[measure] = middle
      spread[measure] = Math.sqrt((weight * own ** 2 + PRIOR_WEIGHT * all) / (weight + PRIOR_WEIGHT))
    }
  }
  return bands
}

/** The wider of what the middle half and the middle four fifths say, so that heavy tails count. */
function widthOf(members: readonly number[], levels: readonly Float64Array[], measure: number) {
  const known = knownAscending(members.map((index) => levels[index]?.[measure] ?? NaN))
  const middle = quantileOf(known, 0.5)
  const distances = known.map((value) => Math.abs(value - middle)).toSorted()
  const half = known.length > 1 ? quantileOf(distances, 0.5) / NORMAL_MAD : 0
  const tenths = known.length >= 10 ? (quantileOf(known, 0.9) - quantileOf(known, 0.1)) / NORMAL_TENTHS : 0
  return { middle, spread: Math.max(half, tenths), known: known.length }
}
