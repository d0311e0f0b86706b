import { HOST_SPAN_MS, type HostMetrics, type HostSeries } from '#contract/services/host.ts'

/** What was known of a host with what came after it, over the same five minutes that the server keeps. */
export function joinHost(kept: HostMetrics, news: HostMetrics): HostMetrics {
  const all = [...kept.at, ...news.at]
  const from = (all.at(-1) ?? 0) - HOST_SPAN_MS
  const first = all.findIndex((at) => at > from)
  const forgotten = first === -1 ? 0 : first
  const keptByKey = new Map(kept.series.map((series) => [keyOf(series), series]))
  const newsByKey = new Map(news.series.map((series) => [keyOf(series), series]))
  const keys = [...new Set([...newsByKey.keys(), ...keptByKey.keys()])]
  const series = keys.flatMap((key): HostSeries[] => {
    const [before, after] = [keptByKey.get(key), newsByKey.get(key)]
    const one = after ?? before
    if (one === undefined) return []
    const values = [...(before?.values ?? unknown(kept.at.length)), ...(after?.values ?? unknown(news.at.length))]
    const inSpan = values.slice(forgotten)
    // What has not been told for five minutes is gone.
    return inSpan.every((value) => value === null) ? [] : [{ ...one, values: inSpan }]
  })
  return { ...news, at: all.slice(forgotten), series }
}

function keyOf({ measure, of }: HostSeries): string {
  return `${measure} ${of ?? ''}`
}

function unknown(count: number): null[] {
  return Array.from({ length: count }, () => null)
}
