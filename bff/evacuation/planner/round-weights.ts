/**
 * Planes hold integer weights; plans think in shares. The sum of weights is the finest the plane can hold without one
 * target exceeding its most, and stays the same over all steps of a plan, so that the victim's weight only falls and a
 * savior's only rises. Rounding gives what is left over to the largest remainders.
 */
export interface WeightRange {
  least: number
  most: number
}

/** Sum of weights below which steps become coarse; a plane that can hold more is given more units. */
const FINE_UNITS = 1_000

/**
 * The sum to use. Where targets are written one by one (`target`), the sum that is there is kept: multiplying all
 * weights one after another would throw the whole load about in between.
 */
export function unitsOf(input: {
  weights: readonly number[]
  /** The highest share any target reaches in the plan. */
  highestShare: number
  range: WeightRange
  atomicScope: 'target' | 'segment' | 'instance'
}): number {
  const present = input.weights.reduce((sum, weight) => sum + weight, 0)
  const most = Math.max(1, Math.floor(input.range.most / Math.max(input.highestShare, 1e-9)))
  if (present > most) return most
  if (input.atomicScope === 'target' || present === 0) return Math.max(1, present)
  return present * Math.max(1, Math.floor(Math.min(most, Math.max(present, FINE_UNITS)) / present))
}

/** Integers that add up to `units` (unless the range forbids), each less than one unit from its exact part. */
export function roundWeights(shares: readonly number[], units: number, range: WeightRange): number[] {
  const exact = shares.map((share) => share * units)
  const weights = exact.map((each) => Math.floor(each + 1e-9))
  let left = units - weights.reduce((sum, weight) => sum + weight, 0)
  const byRemainder = exact
    .map((each, index) => ({ index, remainder: each - (weights[index] ?? 0) }))
    .filter(({ index }) => (shares[index] ?? 0) > 0)
    .toSorted((one, other) => other.remainder - one.remainder || one.index - other.index)
  for (const { index } of byRemainder) {
    if (left <= 0) break
    weights[index] = (weights[index] ?? 0) + 1
    left -= 1
  }
  return weights.map((weight) => Math.min(range.most, Math.max(range.least, weight)))
}

/** All zero gives NaN: nobody can say what such a plane does. */
export function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => (sum > 0 ? weight / sum : NaN))
}
