/** Increases of counters over the last scrapes, as a metrics system's rate over a short window. */
export interface WindowedSums {
  /** One scrape. A counter that fell was restarted: everything it holds is new. */
  sample(): void
  /** Increase over the window, one a counter. */
  readonly sums: Float64Array
  /** Of one counter; NaN before there are two scrapes. */
  perSecond(counter: number): number
}

/** `counters` is read at each scrape, a second after the last. */
export function createWindowedSums(counters: Float64Array, scrapes: number): WindowedSums {
  const width = counters.length
  const last = counters.slice()
  const sums = new Float64Array(width)
  const ring = Array.from({ length: scrapes }, () => new Float64Array(width))
  let taken = 0

  function sample(): void {
    const slot = ring[taken % scrapes] ?? new Float64Array(width)
    for (let index = 0; index < width; index += 1) {
      const total = counters[index] ?? 0
      const before = last[index] ?? 0
      const increase = total >= before ? total - before : total
      const left = (sums[index] ?? 0) - (slot[index] ?? 0) + increase
      // Sums of fractions leave crumbs.
      sums[index] = left > 1e-9 ? left : 0
      slot[index] = increase
      last[index] = total
    }
    taken += 1
  }

  return {
    sample,
    sums,
    perSecond: (counter) => (taken === 0 ? NaN : (sums[counter] ?? NaN) / Math.min(taken, scrapes)),
  }
}
