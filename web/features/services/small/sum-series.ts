import type { Series } from '#contract/series.ts'

/** Requests/s of all regions together and the failed share of that, over time; null where a part is not known. */
export interface SummedSeries {
  requestsPerSecond: (number | null)[]
  errorShare: (number | null)[]
}

/**
 * Several regions as one. A moment of which one region tells nothing is unknown, though others tell: a sum without a
 * part would look like a fall of traffic. Regions of which nothing at all is known are left out.
 */
export function sumSeries(all: readonly Series[]): SummedSeries {
  const told = all.filter(({ requestsPerSecond }) => requestsPerSecond.some((value) => value !== null))
  const points = Math.max(0, ...told.map(({ at }) => at.length))
  const requestsPerSecond: (number | null)[] = []
  const errorShare: (number | null)[] = []
  for (let point = 0; point < points; point += 1) {
    const requests = told.map((one) => one.requestsPerSecond[point] ?? null)
    const failed = told.map((one, region) => {
      const [share, rate] = [one.errorShare[point] ?? null, requests[region] ?? null]
      return rate === 0 ? 0 : share === null || rate === null ? null : share * rate
    })
    const sum = sumOf(requests)
    const failedSum = sumOf(failed)
    requestsPerSecond.push(sum)
    errorShare.push(sum === null || failedSum === null ? null : sum === 0 ? 0 : failedSum / sum)
  }
  return { requestsPerSecond, errorShare }
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum
}
