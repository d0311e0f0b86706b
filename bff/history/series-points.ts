import type { Series } from '#contract/series.ts'
import { MINUTE_MS } from '#bff/store/merge-minutes.ts'
import type { KnownMinute } from '#bff/store/minute-series.ts'
import { downsample } from './downsample.ts'
import { createCadence } from './frame-cadence.ts'
import { emptySamples, SAMPLE_COLUMNS, type Samples } from './series-samples.ts'

/** Points of a chart, aligned to their step so that a chart does not shimmer as it moves on. */
export interface PointShape {
  from: number
  stepMs: number
  points: number
}

type Columns = Pick<Series, 'requestsPerSecond' | 'errorShare' | 'degradedShare' | 'p99LatencyMs' | 'headroomShare'>

/** Of recorded frames: means over the known time, of latencies the worst. */
export function pointsOfSamples(samples: Samples, shape: PointShape): Columns {
  const { at, requestsPerSecond } = samples
  const cadence = createCadence(null)
  const spanMs = Float32Array.from(at, (moment) => {
    const step = cadence.next(moment)
    return step.kind === 'ignored' ? 0 : step.spanMs
  })
  const mean = (values: Float32Array, weights?: Float32Array) =>
    downsample({ at, spanMs, values, ...shape, ...(weights === undefined ? {} : { weights }) })
  return {
    requestsPerSecond: mean(requestsPerSecond),
    errorShare: mean(samples.errorShare, requestsPerSecond),
    degradedShare: mean(samples.degradedShare, requestsPerSecond),
    p99LatencyMs: worst(at, samples.p99LatencyMs, shape),
    headroomShare: mean(samples.headroomShare),
  }
}

/** Of minutes: requests over the known part of each minute. They know neither latency nor headroom. */
export function pointsOfMinutes(minutes: readonly KnownMinute[], shape: PointShape): Columns {
  const { points } = shape
  const at = Float64Array.from(minutes, ({ minute }) => minute + MINUTE_MS)
  const spanMs = new Float32Array(minutes.length).fill(MINUTE_MS)
  const rates = minutes.map(ratesOf)
  const requestsPerSecond = Float32Array.from(rates, (one) => one.requestsPerSecond)
  const mean = (values: Float32Array, weights?: Float32Array) =>
    downsample({ at, spanMs, values, ...shape, ...(weights === undefined ? {} : { weights }) })
  return {
    requestsPerSecond: mean(requestsPerSecond),
    errorShare: mean(
      Float32Array.from(rates, (one) => one.errorShare),
      requestsPerSecond,
    ),
    degradedShare: mean(
      Float32Array.from(rates, (one) => one.degradedShare),
      requestsPerSecond,
    ),
    p99LatencyMs: nothing(points),
    headroomShare: nothing(points),
  }
}

/** The first columns up to this point, the others from it on. */
export function joinColumns(early: Columns, late: Columns, point: number): Columns {
  const join = (one: (number | null)[], other: (number | null)[]) => [...one.slice(0, point), ...other.slice(point)]
  return {
    requestsPerSecond: join(early.requestsPerSecond, late.requestsPerSecond),
    errorShare: join(early.errorShare, late.errorShare),
    degradedShare: join(early.degradedShare, late.degradedShare),
    p99LatencyMs: join(early.p99LatencyMs, late.p99LatencyMs),
    headroomShare: join(early.headroomShare, late.headroomShare),
  }
}

/** Samples of several chunks, oldest first; where two tell of one moment the first counts. */
export function joinSamples(all: readonly Samples[]): Samples {
  const joined = emptySamples(all.reduce((sum, { at }) => sum + at.length, 0))
  let length = 0
  let newest = -Infinity
  for (const samples of all) {
    for (const [place, at] of samples.at.entries()) {
      if (!(at > newest)) continue
      newest = at
      joined.at[length] = at
      for (const column of SAMPLE_COLUMNS) joined[column][length] = samples[column][place] ?? NaN
      length += 1
    }
  }
  const cut = (column: Float32Array) => column.subarray(0, length)
  return {
    at: joined.at.subarray(0, length),
    requestsPerSecond: cut(joined.requestsPerSecond),
    errorShare: cut(joined.errorShare),
    degradedShare: cut(joined.degradedShare),
    p99LatencyMs: cut(joined.p99LatencyMs),
    headroomShare: cut(joined.headroomShare),
  }
}

function ratesOf({ good, degraded, error, known_ms }: KnownMinute) {
  const requests = good + (degraded ?? 0) + error
  return {
    requestsPerSecond: known_ms > 0 ? (requests * 1_000) / known_ms : NaN,
    errorShare: requests > 0 ? error / requests : 0,
    degradedShare: degraded === null ? NaN : requests > 0 ? degraded / requests : 0,
  }
}

function worst(at: Float64Array, values: Float32Array, { from, stepMs, points }: PointShape): (number | null)[] {
  const column = nothing(points)
  values.forEach((value, sample) => {
    // A sample speaks for the time up to its moment.
    const point = Math.ceil(((at[sample] ?? NaN) - from) / stepMs) - 1
    if (Number.isNaN(value) || point < 0 || point >= points) return
    column[point] = Math.max(column[point] ?? 0, Number(value.toPrecision(7)))
  })
  return column
}

function nothing(points: number): (number | null)[] {
  return Array.from({ length: points }, () => null)
}
