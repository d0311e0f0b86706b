import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#contract/routes.ts'
import { Moment, Series } from '#contract/series.ts'
import { request, withQuery } from './request.ts'

/** Of what a series is asked: a region, a service of it, or the connections between two ends. */
export interface SeriesOf {
  region?: string | undefined
  service?: string | undefined
  source?: string | undefined
  target?: string | undefined
}

export interface SeriesInput extends SeriesOf {
  /** UTC ms; the server's default is the last half hour. */
  from?: number | undefined
  to?: number | undefined
  /** The same span so much earlier, ms. */
  agoMs?: number | undefined
  points?: number | undefined
}

const NOW_EVERY_MS = 5_000
/** The past of a day ago moves on no faster, but nobody compares it by the second. */
const PAST_EVERY_MS = 30_000

/** One thing over time, out of what was recorded. */
export function seriesQuery({ region, service, source, target, from, to, agoMs, points }: SeriesInput) {
  const asked = { region, service, source, target, from, to, agoMs, points }
  return queryOptions({
    queryKey: ['series', asked],
    queryFn: ({ signal }) => request({ path: withQuery(ROUTES.series, asked), schema: Series, signal }),
    refetchInterval: to !== undefined ? false : (agoMs ?? 0) > 0 ? PAST_EVERY_MS : NOW_EVERY_MS,
    placeholderData: (previous, query) =>
      // Of the same thing a little earlier, never of another.
      sameThing(query?.queryKey[1], asked) ? keepPreviousData(previous) : undefined,
  })
}

function sameThing(before: unknown, now: SeriesOf): boolean {
  if (typeof before !== 'object' || before === null) return false
  const parts = ['region', 'service', 'source', 'target'] as const
  return parts.every((part) => Object.entries(before).find(([name]) => name === part)?.[1] === now[part])
}

/** Every service of a region as it was so long ago. */
export function momentQuery({ region, agoMs }: { region: string; agoMs: number }) {
  return queryOptions({
    queryKey: ['moment', { region, agoMs }],
    queryFn: ({ signal }) => request({ path: withQuery(ROUTES.moment, { region, agoMs }), schema: Moment, signal }),
    refetchInterval: 15_000,
  })
}
