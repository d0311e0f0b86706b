/** p50 and p90 of one thing, as far as anybody asked, at instants that are multiples of a step. */
export interface KeptPoints {
  /** The instant up to which was asked, UTC ms; NaN before. */
  readonly askedTo: number
  /** What was told of [from, to]; where it is told again the later word counts. */
  put(told: ToldPoints): void
  read(span: { from: number; to: number }): { p50LatencyMs: (number | null)[]; p90LatencyMs: (number | null)[] }
}

export interface ToldPoints {
  from: number
  to: number
  /** One a step; NaN where unknown. */
  p50LatencyMs: readonly number[]
  p90LatencyMs: readonly number[]
}

export function createKeptPoints({ stepMs, mostPoints }: { stepMs: number; mostPoints: number }): KeptPoints {
  const points = new Map<number, { p50: number; p90: number }>()
  let askedTo = NaN
  return {
    get askedTo() {
      return askedTo
    },
    put({ from, to, p50LatencyMs, p90LatencyMs }) {
      for (let step = 0; from + step * stepMs <= to; step += 1) {
        const at = from + step * stepMs
        // Again at the end, so that the order is that of time and the oldest comes first.
        points.delete(at)
        points.set(at, { p50: p50LatencyMs[step] ?? NaN, p90: p90LatencyMs[step] ?? NaN })
      }
      askedTo = to
      for (const at of points.keys()) {
        if (points.size <= mostPoints) break
        points.delete(at)
      }
    },
    read({ from, to }) {
      const instants = Array.from({ length: Math.max(0, Math.round((to - from) / stepMs) + 1) }, (_, step) =>
        points.get(from + step * stepMs),
      )
      return {
        p50LatencyMs: instants.map((point) => orNull(point?.p50)),
        p90LatencyMs: instants.map((point) => orNull(point?.p90)),
      }
    },
  }
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(5))
}
