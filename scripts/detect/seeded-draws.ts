/** Randomness from a seed alone. */
export interface SeededDraws {
  /** Uniform from `low` up to `high`. */
  between(low: number, high: number): number
  /** Whole, both ends included. */
  whole(low: number, high: number): number
  chance(share: number): boolean
  /** Standard normal. */
  normal(): number
  /** How many of so many tries succeed. */
  successes(tries: number, share: number): number
  shuffled<T>(items: readonly T[]): T[]
}

const EXACT_BELOW = 12

export function createSeededDraws(seed: number): SeededDraws {
  let state = Math.imul(seed | 0, 0x2545f491) ^ 0x5bd1e995

  // SplitMix32.
  function uniform(): number {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000
  }

  const between = (low: number, high: number) => low + (high - low) * uniform()
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())

  /** Rare successes by Poisson's exact draw, many by the normal they come close to. */
  function successes(tries: number, share: number): number {
    const mean = tries * share
    if (mean > EXACT_BELOW)
      return Math.min(tries, Math.max(0, Math.round(mean + Math.sqrt(mean * (1 - share)) * normal())))
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = uniform(); product > limit; product *= uniform()) count += 1
    return Math.min(tries, count)
  }

  return {
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    chance: (share) => uniform() < share,
    normal,
    successes,
    shuffled: (items) =>
      items
        .map((item) => ({ item, rank: uniform() }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ item }) => item),
  }
}
