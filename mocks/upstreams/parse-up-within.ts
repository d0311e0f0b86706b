import { parseDuration, upSampleTimeWithin } from '#bff/sources/prometheus/wire-queries.ts'

/** How far back the question for past scrapes reaches, ms; null where the query is another one. */
export function parseUpWithin(query: string, selector: string, regionLabel: string | undefined): number | null {
  const [, range = '', resolution = ''] = /\[(\w+):(\w+)\]/.exec(query) ?? []
  const withinMs = parseDuration(range)
  const resolutionMs = parseDuration(resolution)
  if (withinMs === null || resolutionMs === null) return null
  return query === upSampleTimeWithin({ selector, regionLabel, withinMs, resolutionMs }) ? withinMs : null
}
