import type { Totals } from '#contract/history.ts'

/**
 * The world's requests/s out of the regions'. A sum that lacks a region is not the world's: drawn as a line it would
 * look like traffic that fell. Such a moment is a gap in the line, and says which regions it lacks.
 */
export interface WorldSeries {
  /** Middle of each point, UTC ms. */
  at: number[]
  /** Null where a region is missing, or everything. */
  requestsPerSecond: Array<number | null>
  /** 0–1; null where it is not known of the whole. */
  errorShare: Array<number | null>
  /** What is known where not all is; null where nothing is, or where nothing is missing. */
  partial: Array<number | null>
  /** Regions that each moment lacks. */
  missing: string[][]
}

export function worldSeriesOf({ at, regions }: Totals): WorldSeries {
  const moments = at.map((_, index) => momentOf(regions, index))
  return {
    at: [...at],
    requestsPerSecond: moments.map(({ whole }) => whole),
    errorShare: moments.map(({ errorShare }) => errorShare),
    partial: moments.map(({ partial }) => partial),
    missing: moments.map(({ missing }) => missing),
  }
}

function momentOf(regions: Totals['regions'], index: number) {
  const known = regions.filter(({ requestsPerSecond }) => typeof requestsPerSecond[index] === 'number')
  const missing = regions.filter((region) => !known.includes(region)).map(({ region }) => region)
  const sum = known.reduce((total, { requestsPerSecond }) => total + (requestsPerSecond[index] ?? 0), 0)
  const whole = known.length > 0 && missing.length === 0 ? sum : null
  const failed = known.map(({ requestsPerSecond, errorShare }) => failedOf(requestsPerSecond[index], errorShare[index]))
  const failures = failed.reduce((total: number, one) => total + (one ?? 0), 0)
  const errorsKnown = whole !== null && whole > 0 && failed.every((one) => one !== null)
  return {
    whole,
    missing,
    partial: whole === null && known.length > 0 ? sum : null,
    errorShare: errorsKnown ? failures / sum : null,
  }
}

/** A region without traffic fails nothing, whatever its share is said to be. */
function failedOf(requests: number | null | undefined, share: number | null | undefined): number | null {
  if (requests === 0) return 0
  return typeof requests === 'number' && typeof share === 'number' ? requests * share : null
}

/** Index of the moment nearest to this instant; −1 for none at all. */
export function nearestMoment(at: readonly number[], epochMs: number): number {
  let nearest = -1
  let distance = Infinity
  at.forEach((moment, index) => {
    const away = Math.abs(moment - epochMs)
    if (away < distance) {
      distance = away
      nearest = index
    }
  })
  return nearest
}
