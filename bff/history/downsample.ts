/**
 * Fewer points from many samples, honestly: a point is the mean over the known time within it, each sample weighted by
 * how much of its span falls into the point (and by its weight, if it has one: an error share by its requests).
 * A point in which nothing is known is null, however its neighbours are; nothing is ever drawn from one to the other.
 */
export interface DownsampleInput {
  /** Ends of the samples' spans, ascending, UTC ms. */
  at: Float64Array
  spanMs: Float32Array
  /** NaN where unknown. */
  values: Float32Array
  /** Requests a second where the values are shares of requests. */
  weights?: Float32Array
  /** Points are [from + i · stepMs, from + (i + 1) · stepMs). */
  from: number
  stepMs: number
  points: number
}

export function downsample(input: DownsampleInput): (number | null)[] {
  const { at, spanMs, values, weights, from, stepMs, points } = input
  const sums = new Float64Array(points)
  const weightSums = new Float64Array(points)
  const plainSums = new Float64Array(points)
  const knownMs = new Float64Array(points)
  for (let sample = 0; sample < at.length; sample++) {
    const value = values[sample] ?? NaN
    const end = at[sample] ?? NaN
    const start = end - (spanMs[sample] ?? 0)
    if (Number.isNaN(value)) continue
    const weight = weights === undefined ? 1 : (weights[sample] ?? NaN)
    const last = Math.min(points - 1, Math.ceil((end - from) / stepMs) - 1)
    for (let point = Math.max(0, Math.floor((start - from) / stepMs)); point <= last; point++) {
      const pointStart = from + point * stepMs
      const overlapMs = Math.min(end, pointStart + stepMs) - Math.max(start, pointStart)
      if (!(overlapMs > 0)) continue
      knownMs[point] = (knownMs[point] ?? 0) + overlapMs
      plainSums[point] = (plainSums[point] ?? 0) + value * overlapMs
      if (!(weight > 0)) continue
      weightSums[point] = (weightSums[point] ?? 0) + weight * overlapMs
      sums[point] = (sums[point] ?? 0) + value * weight * overlapMs
    }
  }
  return Array.from(sums, (sum, point) =>
    meanOf(sum, weightSums[point] ?? 0, plainSums[point] ?? 0, knownMs[point] ?? 0),
  )
}

/** Where nothing has weight (shares of no requests), the plain mean over time stands in. */
function meanOf(sum: number, weightSum: number, plainSum: number, knownMs: number): number | null {
  if (weightSum > 0) return sevenDigits(sum / weightSum)
  return knownMs > 0 ? sevenDigits(plainSum / knownMs) : null
}

/** Samples are single precision: more digits would only make the answer longer. */
function sevenDigits(value: number): number {
  return Number(value.toPrecision(7))
}
