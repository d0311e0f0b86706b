import { GLOBAL_REGION } from '#contract/ids.ts'
import { upSampleTime } from '#bff/sources/prometheus/wire-queries.ts'
import type { World } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import type { FaultBoard } from './faults.ts'
import { metricFamilies, type MetricSeries } from './metric-families.ts'
import { parseQuery, type ParsedQuery, type Selector } from './parse-query.ts'
import { createQuantile } from './quantile.ts'
import type { RatePart, Recorder } from './recorder.ts'
import { parseUpWithin } from './parse-up-within.ts'
import { ISTIO_UP_SELECTOR, SCRAPE_REGION, UP_SELECTOR, WORLD_QUERIES } from './world-queries.ts'
import type { Labels } from './world-labels.ts'

/** Answers the queries that presets send, from the recording; null for any other. */
export interface QueryEngine {
  compile(query: string): CompiledQuery | null
}

export interface CompiledQuery {
  /** One a row of the answer, as JSON. */
  labels: readonly string[]
  /** The rows at one instant (UTC ms): undefined where a row is absent, NaN where it says so. */
  valuesAt(at: number): (number | undefined)[]
}

interface Sources {
  world: World
  recorder: Recorder
  faults: FaultBoard
  /** How far the world's clock is ahead of the wall's, ms. */
  aheadMs: () => number
}

const MOST_COMPILED = 200

export function createQueryEngine(sources: Sources): QueryEngine {
  const families = metricFamilies(sources.world)
  const compiled = new Map<string, CompiledQuery | null>()
  const find = (selector: Selector) =>
    (families.get(selector.metric)?.series ?? []).filter((series) => selector.matches(series.labels))
  return {
    compile(query) {
      const known = compiled.get(query)
      if (known !== undefined) return known
      const special = compileSpecial(query, sources)
      const parsed = special === null ? parseQuery(query) : null
      const result = parsed === null ? special : compileParsed(parsed, find, sources)
      if (compiled.size >= MOST_COMPILED) compiled.clear()
      compiled.set(query, result)
      return result
    },
  }
}

type Find = (selector: Selector) => MetricSeries[]

function compileParsed(parsed: ParsedQuery, find: Find, sources: Sources): CompiledQuery {
  switch (parsed.form) {
    case 'sum-of-rates':
      return compileSum(parsed.by, parsed.selectors.flatMap(find), parsed.windowMs, sources)
    case 'quantile':
      return compileQuantile(parsed, find(parsed.selector), sources)
    case 'sample-time':
      return compileSampleTime(parsed.by, find(parsed.selector), sources)
    case 'gauge':
      return compileGauge(parsed.selector.metric, find(parsed.selector), sources)
  }
}

interface Group {
  labels: Labels
  members: MetricSeries[]
}

function groupBy(series: readonly MetricSeries[], by: readonly string[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of series) {
    const labels = Object.fromEntries(by.flatMap((label) => (one.labels[label] ? [[label, one.labels[label]]] : [])))
    const key = JSON.stringify(labels)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { labels, members: [one] })
    else group.members.push(one)
  }
  return [...groups.values()]
}

/** Rates at one instant, computed once a part and region. */
function ratesAt(sources: Sources, at: number, windowMs: number) {
  const known = new Map<string, Map<RatePart, Float64Array | null>>()
  return (region: string, part: RatePart): Float64Array | null => {
    const until = sources.faults.visibleUntil(region, at)
    const parts = known.get(region) ?? shareOf(known, region, until === at)
    const found = parts.get(part)
    if (found !== undefined) return found
    const rates = sources.recorder.rates(part, { at, windowMs, until })
    parts.set(part, rates)
    return rates
  }
}

/** Regions of which everything is visible have their rates in common. */
function shareOf<Value>(
  known: Map<string, Map<RatePart, Value>>,
  region: string,
  isWhole: boolean,
): Map<RatePart, Value> {
  const key = isWhole ? '' : region
  const parts = known.get(key) ?? new Map<RatePart, Value>()
  known.set(key, parts)
  known.set(region, parts)
  return parts
}

function compileSum(
  by: readonly string[],
  series: readonly MetricSeries[],
  windowMs: number,
  sources: Sources,
): CompiledQuery {
  const groups = groupBy(series, by)
  return {
    labels: groups.map(({ labels }) => JSON.stringify(labels)),
    valuesAt(at) {
      const rates = ratesAt(sources, at, windowMs)
      return groups.map(({ members }) => {
        let sum: number | undefined
        for (const { region, reading } of members) {
          if (reading.kind !== 'counter') continue
          for (const { part, index } of reading.terms) {
            const found = rates(region, part)
            if (found !== null) sum = (sum ?? 0) + (found[index] ?? NaN)
          }
        }
        return sum
      })
    },
  }
}

function compileQuantile(
  parsed: { q: number; by: readonly string[]; windowMs: number },
  series: readonly MetricSeries[],
  sources: Sources,
): CompiledQuery {
  const bounds = sources.world.catalog.latencyBucketsMs
  const groups = groupBy(series, parsed.by)
  const quantile = createQuantile(bounds)
  return {
    labels: groups.map(({ labels }) => JSON.stringify(labels)),
    valuesAt(at) {
      const rates = ratesAt(sources, at, parsed.windowMs)
      return groups.map(({ members }) => {
        quantile.clear()
        for (const { region, reading } of members) {
          const found = reading.kind === 'buckets' ? rates(region, 'latency') : null
          if (found !== null && reading.kind === 'buckets') quantile.add(found, reading.edge * (bounds.length + 1))
        }
        return quantile.read(parsed.q)
      })
    },
  }
}

/** Absent where scrapes fail: Prometheus marks their series stale at once. */
function compileSampleTime(by: readonly string[], series: readonly MetricSeries[], sources: Sources): CompiledQuery {
  const groups = groupBy(series, by)
  return {
    labels: groups.map(({ labels }) => JSON.stringify(labels)),
    valuesAt: (at) =>
      groups.map(({ members }) => {
        const times = members.map(({ region }) => scrapedAt(sources, region, at)).filter((time) => !Number.isNaN(time))
        return times.length === 0 ? undefined : Math.max(...times) / 1_000
      }),
  }
}

function compileGauge(metric: string, series: readonly MetricSeries[], { recorder, faults }: Sources): CompiledQuery {
  const gauges = series.filter(({ reading }) => reading.kind === 'gauge')
  return {
    labels: gauges.map(({ labels }) => JSON.stringify({ __name__: metric, ...labels })),
    valuesAt(at) {
      return gauges.map(({ region, reading }) => {
        const values = reading.kind === 'gauge' ? recorder.gauge(reading.gauge, at, at) : null
        if (values === null || reading.kind !== 'gauge' || faults.visibleUntil(region, at) < at) return undefined
        const value = values[reading.node]
        const { inZone } = reading
        return value === undefined || inZone === undefined ? value : instancesInZone(value, inZone.place, inZone.zones)
      })
    },
  }
}

function compileSpecial(query: string, sources: Sources): CompiledQuery | null {
  if (query === WORLD_QUERIES.clockAhead) return { labels: ['{}'], valuesAt: () => [sources.aheadMs() / 1_000] }
  const regions = [...sources.world.catalog.regions.map(({ id }) => id), GLOBAL_REGION]
  const rowsOf = (isByRegion: boolean, timeOf: (region: string, at: number) => number): CompiledQuery => ({
    labels: isByRegion ? regions.map((region) => JSON.stringify({ [SCRAPE_REGION]: region })) : ['{}'],
    valuesAt(at) {
      const times = regions.map((region) => timeOf(region, at))
      const rows = isByRegion ? times : [times.reduce((newest, time) => (time <= newest ? newest : time), NaN)]
      return rows.map((time) => (Number.isNaN(time) ? undefined : time / 1_000))
    },
  })
  for (const selector of [UP_SELECTOR, ISTIO_UP_SELECTOR]) {
    for (const label of [SCRAPE_REGION, undefined]) {
      const isByRegion = label !== undefined
      if (query === upSampleTime(selector, label))
        return rowsOf(isByRegion, (region, at) => scrapedAt(sources, region, at))
      const rangeMs = parseUpWithin(query, selector, label)
      if (rangeMs !== null) return rowsOf(isByRegion, (region, at) => lastScrapeWithin(sources, region, at, rangeMs))
    }
  }
  return null
}

function scrapedAt({ recorder, faults }: Sources, region: string, at: number): number {
  return faults.visibleUntil(region, at) < at ? NaN : recorder.newestAt(at, at)
}

function lastScrapeWithin({ recorder, faults }: Sources, region: string, at: number, rangeMs: number): number {
  const until = faults.visibleUntil(region, at)
  const time = recorder.newestAt(until, until)
  return at - time <= rangeMs ? time : NaN
}
