import { useQueries } from '@tanstack/react-query'
import { seriesQuery } from '#web/api/series.ts'
import type { RecordedSeries } from '#web/fleet/chart-lines.ts'
import { RANGES, type Range } from './signal-rows.ts'

const DAY_MS = 86_400_000
/** Longer spans move on in steps: not every second asks anew. */
const STEP_MS = 30_000

export interface RegionSeries {
  region: string
  /** Null while it is read, or where it cannot be. */
  recorded: RecordedSeries | null
  error: Error | null
}

/** What was recorded of a service in each region, with the same time of yesterday and of last week. */
export function useRegionSeries(
  service: string,
  regions: readonly string[],
  range: Range,
  now: number,
): RegionSeries[] {
  const from = range === '30m' ? undefined : Math.floor((now - RANGES[range]) / STEP_MS) * STEP_MS
  const answers = useQueries({
    queries: regions.flatMap((region) =>
      [0, DAY_MS, 7 * DAY_MS].map((agoMs) => seriesQuery({ region, service, from, ...(agoMs === 0 ? {} : { agoMs }) })),
    ),
  })
  return regions.map((region, index) => {
    const [today, yesterday, lastWeek] = answers.slice(index * 3, index * 3 + 3)
    return {
      region,
      recorded:
        today?.data === undefined ? null : { now: today.data, yesterday: yesterday?.data, lastWeek: lastWeek?.data },
      error: today?.error ?? null,
    }
  })
}
