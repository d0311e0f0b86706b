/**
 * `histogram_quantile` as Prometheus computes it: the bucket in which the rank falls, and within it a straight line
 * between its bounds; beyond the last finite bound that bound, for there is nothing to draw a line to.
 */
export interface Quantile {
  clear(): void
  /** Adds the buckets (not cumulative) that begin at this index. */
  add(buckets: Float64Array, first: number): void
  /** Undefined where nothing was added, NaN where there were no observations. */
  read(q: number): number | undefined
}

/** Upper bounds ascending, +Inf not listed. */
export function createQuantile(bounds: readonly number[]): Quantile {
  const sums = new Float64Array(bounds.length + 1)
  let added = 0
  return {
    clear() {
      sums.fill(0)
      added = 0
    },
    add(buckets, first) {
      added += 1
      for (let index = 0; index < sums.length; index += 1)
        sums[index] = (sums[index] ?? 0) + (buckets[first + index] ?? 0)
    },
    read(q) {
      if (added === 0) return undefined
      const total = sums.reduce((sum, count) => sum + count, 0)
      if (!(total > 0)) return NaN
      const rank = q * total
      let below = 0
      for (let index = 0; index < bounds.length; index += 1) {
        const count = sums[index] ?? 0
        if (below + count >= rank) {
          const start = index === 0 ? 0 : (bounds[index - 1] ?? 0)
          return start + ((bounds[index] ?? 0) - start) * ((rank - below) / count)
        }
        below += count
      }
      return bounds.at(-1) ?? NaN
    },
  }
}
