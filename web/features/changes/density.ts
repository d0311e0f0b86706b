import { ChangeKind, type Change } from '#contract/change.ts'

/** How many changes of each kind began in each of some stretches of equal length. */
export interface Density {
  /** Where the first stretch begins, UTC ms. */
  from: number
  stepMs: number
  buckets: number
  /** Kinds there are any of, in the order of the contract; counts by stretch. */
  lanes: readonly { kind: ChangeKind; total: number; counts: Uint32Array }[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const STEPS_MS = [
  ...[1, 5, 10, 30].map((seconds) => seconds * 1_000),
  ...[1, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24, 168].map((hours) => hours * HOUR_MS),
]
const MOST_BUCKETS = 90

/** Stretches begin at round moments. What began outside of `from` to `to` and was still under way is in none. */
export function densityOf(changes: readonly Change[], from: number, to: number): Density {
  const wanted = Math.max(1, to - from)
  const stepMs = STEPS_MS.find((step) => wanted / step <= MOST_BUCKETS) ?? Math.ceil(wanted / MOST_BUCKETS)
  const first = Math.floor(from / stepMs) * stepMs
  const buckets = Math.max(1, Math.ceil((to - first) / stepMs))
  const lanes = ChangeKind.options.map((kind) => ({ kind, total: 0, counts: new Uint32Array(buckets) }))
  for (const { kind, startedAt } of changes) {
    const lane = lanes.find((one) => one.kind === kind)
    const bucket = Math.floor((startedAt - first) / stepMs)
    if (lane === undefined || startedAt < from || bucket >= buckets) continue
    lane.counts[bucket] = (lane.counts[bucket] ?? 0) + 1
    lane.total += 1
  }
  return { from: first, stepMs, buckets, lanes: lanes.filter(({ total }) => total > 0) }
}
