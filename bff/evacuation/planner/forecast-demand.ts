import type { SegmentId } from '#contract/evacuation/plane.ts'
import type { RegionId } from '#contract/ids.ts'
import type { DemandRow } from './situation.ts'

/**
 * How much is going to want to be served. The rate of a region that fails tells nothing: failures suppress it, retries
 * inflate it. So each row is foretold from the same minutes of past weeks, scaled by how the healthy regions do today
 * against then; of the weeks the 90th percentile counts, and of the minutes until the end of the horizon the highest.
 * The highest minute is taken row by row, so a sum of rows whose peaks differ in time is a little too high: on purpose.
 */
export interface DemandHistory {
  /** One week back, two, three, four; each row begins at this minute of that week and reaches over the horizon. */
  weeks: readonly (readonly PastRow[])[]
  /** Present rates of all regions; those of failing regions are not looked at. */
  now: readonly { region: RegionId; requestsPerSecond: number }[]
}

export interface PastRow {
  segment: SegmentId
  region: RegionId
  /** Requests/s at even distances; NaN where nobody knew. */
  samples: ArrayLike<number>
}

/** Used where a region and segment has no history. */
export interface EnteredDemand {
  segment: SegmentId
  region: RegionId
  requestsPerSecond: number
  from: 'entered' | 'guess'
}

const COUNTED_QUANTILE = 0.9

export function forecastDemand(input: {
  history: DemandHistory
  failing: readonly RegionId[]
  entered: readonly EnteredDemand[]
}): DemandRow[] {
  const { history, failing, entered } = input
  const scales = history.weeks.map((week) => scaleOf(week, history.now, failing))
  const keys = new Map<string, { segment: SegmentId; region: RegionId }>()
  for (const row of [...history.weeks.flat(), ...entered]) {
    keys.set(keyOf(row), { segment: row.segment, region: row.region })
  }
  const weeks = history.weeks.map((week) => new Map(week.map((row) => [keyOf(row), row])))
  const byHand = new Map(entered.map((row) => [keyOf(row), row]))
  return [...keys].map(([key, { segment, region }]) => {
    const rows = weeks.map((week, index) => ({ samples: week.get(key)?.samples ?? [], scale: scales[index] ?? NaN }))
    const requestsPerSecond = highestOf(rows)
    if (!Number.isNaN(requestsPerSecond)) return { segment, region, requestsPerSecond, from: 'forecast' }
    const hand = byHand.get(key)
    return { segment, region, requestsPerSecond: hand?.requestsPerSecond ?? NaN, from: hand?.from ?? 'guess' }
  })
}

/** Linear between neighbours, as Prometheus does; NaN of nothing. */
export function quantileOf(values: readonly number[], quantile: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((one, other) => one - other)
  const place = quantile * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** Healthy regions today ÷ the same regions at that minute then. A region counts only where both are known. */
function scaleOf(week: readonly PastRow[], now: DemandHistory['now'], failing: readonly RegionId[]): number {
  const then = new Map<RegionId, number>()
  for (const { region, samples } of week) then.set(region, (then.get(region) ?? 0) + (samples[0] ?? NaN))
  let today = 0
  let past = 0
  for (const { region, requestsPerSecond } of now) {
    const known = then.get(region)
    if (failing.includes(region) || known === undefined || !Number.isFinite(known + requestsPerSecond)) continue
    today += requestsPerSecond
    past += known
  }
  return past > 0 ? today / past : NaN
}

function highestOf(weeks: readonly { samples: ArrayLike<number>; scale: number }[]): number {
  const minutes = Math.max(0, ...weeks.map(({ samples }) => samples.length))
  let highest = NaN
  for (let minute = 0; minute < minutes; minute += 1) {
    const counted = quantileOf(
      weeks.map(({ samples, scale }) => (samples[minute] ?? NaN) * scale),
      COUNTED_QUANTILE,
    )
    if (!Number.isNaN(counted) && !(highest >= counted)) highest = counted
  }
  return highest
}

function keyOf({ segment, region }: { segment: SegmentId; region: RegionId }): string {
  return `${segment} ${region}`
}
