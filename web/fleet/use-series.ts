import { useQuery } from '@tanstack/react-query'
import { seriesQuery, type SeriesOf } from '#web/api/series.ts'
import { useReplay } from '#web/live/use-replay.ts'
import type { Series } from '#contract/series.ts'

const DAY_MS = 86_400_000
/** The moment shown goes on by the second; what is asked does not. */
const MOMENT_STEP_MS = 10_000

export interface SeriesAndPast {
  /** Undefined while it is read. */
  now: Series | undefined
  yesterday: Series | undefined
  lastWeek: Series | undefined
  error: Error | null
  /** The moment shown when it is not now, UTC ms. */
  until: number | null
}

/** The half hour up to the moment shown, the same of yesterday and of last week. */
export function useSeries(of: SeriesOf): SeriesAndPast {
  const until = useReplay(({ at }) => (at === null ? null : Math.ceil(at / MOMENT_STEP_MS) * MOMENT_STEP_MS))
  const asked = until === null ? of : { ...of, to: until }
  const now = useQuery(seriesQuery(asked))
  const yesterday = useQuery(seriesQuery({ ...asked, agoMs: DAY_MS }))
  const lastWeek = useQuery(seriesQuery({ ...asked, agoMs: 7 * DAY_MS }))
  return { now: now.data, yesterday: yesterday.data, lastWeek: lastWeek.data, error: now.error, until }
}
