/**
 * How rare is a value among all that one view of a series has said so far? Kept are the largest values alone: the top
 * hundredth is taken for a generalised Pareto tail, its scale and shape by their moments, and a value beyond it is as
 * rare as that tail says; one among them by its rank; one below is ordinary. When the past has grown long, every other
 * kept value is dropped and the count halved, so the old weighs less and less and the memory stays what it was.
 */
export interface Tails {
  /** The rarity of the value as −log10 of the probability of one as large, 0 for an ordinary one; then learns it. */
  push(view: number, value: number): number
  /** The bound of the usual: what about one value in a hundred exceeds. NaN before there is one. */
  usual(view: number): number
  byteLength: number
}

/** What is taken for the tail. */
const TAIL_SHARE = 0.01
/** Enough for the top hundredth of `MOST_SEEN`. */
const KEPT = 128
const MOST_SEEN = 12_800
/** Before, nothing is rare. */
const LEAST_SEEN = 100
/** Of fewer excesses no shape can be told. */
const LEAST_FOR_SHAPE = 10
/** The moments' estimate has 0.5 for its limit. */
const HEAVIEST_SHAPE = 0.45
/** The least probability a double can hold; rarer is not said. */
export const RAREST = 300

export function createTails(views: number): Tails {
  const kept = new Float32Array(views * KEPT)
  const holds = new Uint8Array(views)
  const seen = new Float32Array(views)

  const at = (index: number) => kept[index] ?? NaN

  /** Kept values of this view, ascending, in `[from, end)`. */
  const rangeOf = (view: number) => ({ from: view * KEPT, end: view * KEPT + (holds[view] ?? 0) })

  function usualIndex(view: number): number {
    const { from, end } = rangeOf(view)
    return end - Math.max(1, Math.min(end - from, Math.ceil(TAIL_SHARE * (seen[view] ?? 0))))
  }

  function rarityOf(view: number, value: number): number {
    const { from, end } = rangeOf(view)
    const count = seen[view] ?? 0
    if (count < LEAST_SEEN || !(value >= at(from))) return 0
    const first = usualIndex(view)
    if (value <= at(first)) {
      let above = 0
      while (above < end - from && at(end - 1 - above) >= value) above += 1
      return Math.log10((count + 1) / (above + 1))
    }
    return Math.min(RAREST, Math.log10(count / (end - first)) + excessRarity(kept, first, end, value))
  }

  function learn(view: number, value: number): void {
    seen[view] = (seen[view] ?? 0) + 1
    const { from, end } = rangeOf(view)
    if (end - from === KEPT && !(value > at(from))) return
    let place = from
    for (let high = end; place < high;) {
      const middle = (place + high) >> 1
      if (at(middle) < value) place = middle + 1
      else high = middle
    }
    if (end - from < KEPT) {
      kept.copyWithin(place + 1, place, end)
      holds[view] = end - from + 1
      kept[place] = value
    } else {
      kept.copyWithin(from, from + 1, place)
      kept[place - 1] = value
    }
  }

  function forgetHalf(view: number): void {
    const { from, end } = rangeOf(view)
    const half = (end - from) >> 1
    for (let index = 0; index < half; index += 1) kept[from + half - 1 - index] = at(end - 2 - 2 * index)
    holds[view] = half
    seen[view] = (seen[view] ?? 0) / 2
  }

  return {
    push(view, value) {
      const rounded = Math.fround(value)
      const rarity = rarityOf(view, rounded)
      learn(view, rounded)
      if ((seen[view] ?? 0) >= MOST_SEEN) forgetHalf(view)
      return rarity
    },
    usual: (view) => ((holds[view] ?? 0) === 0 ? NaN : at(usualIndex(view))),
    byteLength: kept.byteLength + holds.byteLength + seen.byteLength,
  }
}

/** −log10 of the share of the tail (`values` from `first` on, the first of them its bound) that lies beyond `value`. */
export function excessRarity(values: ArrayLike<number>, first: number, end: number, value: number): number {
  const bound = values[first] ?? NaN
  const number = end - first
  let sum = 0
  let squares = 0
  for (let index = first; index < end; index += 1) {
    const excess = (values[index] ?? NaN) - bound
    sum += excess
    squares += excess * excess
  }
  const excess = value - bound
  let mean = sum / number
  // A tail of equal values has no width of its own: a twentieth of the bound stands in.
  if (!(mean > 0)) mean = Math.max(Number.MIN_VALUE, 0.05 * Math.abs(bound))
  const variance = squares / number - mean * mean
  const heavy = number < LEAST_FOR_SHAPE || !(variance > 0) ? 0 : 0.5 * (1 - (mean * mean) / variance)
  const shape = Math.min(HEAVIEST_SHAPE, Math.max(0, heavy))
  const scale = mean * (1 - shape)
  return Math.LOG10E * (shape > 0 ? Math.log1p((shape * excess) / scale) / shape : excess / scale)
}
