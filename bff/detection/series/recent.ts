/**
 * The last values of a series, as running sums: the mean of any stretch of them costs one subtraction. The sums begin
 * anew, from the oldest one kept, each time the ring has turned, so they stay as exact after a year as on the first day.
 */
export interface Recent {
  push(value: number): void
  /** How many values there are, at most `length`. */
  size(): number
  /** Mean of `length` values, the newest of them `ago` before the newest of all. */
  mean(ago: number, length: number): number
  clear(): void
  byteLength: number
}

export function createRecent(length: number): Recent {
  const places = length + 1
  const sums = new Float64Array(places)
  let newest = 0
  let size = 0
  const sumAt = (ago: number) => sums[(newest - ago + places) % places] ?? NaN

  return {
    push(value) {
      const sum = sumAt(0) + value
      newest = (newest + 1) % places
      sums[newest] = sum
      size = Math.min(size + 1, length)
      if (newest !== 0) return
      const oldest = sumAt(size)
      for (let place = 0; place < places; place += 1) sums[place] = (sums[place] ?? NaN) - oldest
    },
    size: () => size,
    mean: (ago, count) => (sumAt(ago) - sumAt(ago + count)) / count,
    clear() {
      sums.fill(0)
      newest = 0
      size = 0
    },
    byteLength: sums.byteLength,
  }
}
