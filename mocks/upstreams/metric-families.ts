import { OUTCOMES, type Outcome, type World, type WorldCatalog } from '#mocks/world/world.ts'
import type { NodeGauge, RatePart } from './recorder.ts'
import {
  customEdgeLabels,
  istioEdge,
  nodeAt,
  regionIdOf,
  reportingRegion,
  type IstioParts,
  type Labels,
} from './world-labels.ts'
import { WORLD_METRICS } from './world-queries.ts'

/** Everything that can be asked about, as a Prometheus that scrapes the world would hold it. */
export interface MetricFamily {
  name: string
  type: 'counter' | 'histogram' | 'gauge'
  series: MetricSeries[]
}

export interface MetricSeries {
  labels: Labels
  /** Whose scrape brings it: an id of a region, or `global`. */
  region: string
  reading: SeriesReading
}

/** Where a series' numbers lie in the recording. */
export type SeriesReading =
  | { kind: 'counter'; terms: readonly { part: RatePart; index: number }[] }
  /** Buckets of one edge. */
  | { kind: 'buckets'; edge: number }
  /** `inZone`: only those instances of the node that stand in one of its zones. */
  | { kind: 'gauge'; gauge: NodeGauge; node: number; inZone?: { place: number; zones: number } }

export function metricFamilies(world: World): ReadonlyMap<string, MetricFamily> {
  const families: MetricFamily[] = [...edgeFamilies(world), ...regionFamilies(world), ...istioFamilies(world)]
  return new Map(families.map((family) => [family.name, family]))
}

function edgeFamilies(world: World): MetricFamily[] {
  const requests: MetricSeries[] = []
  const latency: MetricSeries[] = []
  world.catalog.edges.forEach((edge, row) => {
    const region = regionIdOf(world.catalog, reportingRegion(world, edge))
    const labels = customEdgeLabels(world, edge)
    for (const outcome of OUTCOMES) {
      requests.push({ labels: { ...labels, outcome }, region, reading: counter([requestTerm(row, outcome)]) })
    }
    latency.push({ labels, region, reading: { kind: 'buckets', edge: row } })
  })
  return [
    { name: WORLD_METRICS.requests, type: 'counter', series: requests },
    { name: `${WORLD_METRICS.latency}_bucket`, type: 'histogram', series: latency },
  ]
}

function regionFamilies(world: World): MetricFamily[] {
  const { catalog } = world
  const zones: MetricSeries[] = catalog.regions.flatMap(({ id, zones: names }, region) =>
    names.flatMap((zone, position) =>
      OUTCOMES.map((outcome, index): MetricSeries => {
        const at = (region * names.length + position) * OUTCOMES.length + index
        return {
          labels: { region: id, zone, outcome },
          region: id,
          reading: counter([{ part: 'zones', index: at }]),
        }
      }),
    ),
  )
  const streams = catalog.regions.map(({ id }, index): MetricSeries => {
    return { labels: { region: id }, region: id, reading: counter([{ part: 'streamStarts', index }]) }
  })
  const ofServices = (gauge: NodeGauge, withFacts: boolean): MetricSeries[] =>
    catalog.nodes.flatMap(({ region: row, service, kind, owner, domain }, node): MetricSeries[] => {
      if (row < 0) return []
      const region = regionIdOf(catalog, row)
      const labels = { service, region, ...(withFacts ? { kind, owner, domain } : {}) }
      return [{ labels, region, reading: { kind: 'gauge', gauge, node } }]
    })
  return [
    { name: WORLD_METRICS.zoneRequests, type: 'counter', series: zones },
    { name: WORLD_METRICS.streamStarts, type: 'counter', series: streams },
    { name: WORLD_METRICS.saturation, type: 'gauge', series: ofServices('saturation', true) },
    { name: WORLD_METRICS.instances, type: 'gauge', series: instancesByZone(catalog) },
    { name: WORLD_METRICS.breakersOpen, type: 'gauge', series: ofServices('breakersOpen', false) },
  ]
}

function instancesByZone(catalog: WorldCatalog): MetricSeries[] {
  return catalog.nodes.flatMap(({ region: row, service, zones }, node) => {
    const region = regionIdOf(catalog, row)
    return zones.map((zone, place): MetricSeries => {
      const inZone = { place, zones: zones.length }
      const reading = { kind: 'gauge', gauge: 'instancesReady', node, inZone } as const
      return { labels: { service, region, zone, state: 'ready' }, region, reading }
    })
  })
}

function istioFamilies(world: World): MetricFamily[] {
  const requests: MetricSeries[] = []
  const durations: MetricSeries[] = []
  world.catalog.edges.forEach((edge, row) => {
    const { latency, series } = istioEdge(world, edge)
    const regions = {
      source: regionIdOf(world.catalog, nodeAt(world, edge.source).region),
      destination: regionIdOf(world.catalog, nodeAt(world, edge.target).region),
    }
    for (const { labels, parts, reporter } of series) {
      requests.push({ labels, region: regions[reporter], reading: counter(istioTerms(row, parts)) })
    }
    for (const reporter of ['source', 'destination'] as const) {
      const labels = latency[reporter]
      if (labels !== null)
        durations.push({ labels, region: regions[reporter], reading: { kind: 'buckets', edge: row } })
    }
  })
  return [
    { name: 'istio_requests_total', type: 'counter', series: requests },
    { name: 'istio_request_duration_milliseconds_bucket', type: 'histogram', series: durations },
  ]
}

function istioTerms(edge: number, parts: IstioParts): { part: RatePart; index: number }[] {
  switch (parts) {
    case 'served':
      return [requestTerm(edge, 'good'), requestTerm(edge, 'degraded')]
    case 'error':
      return [requestTerm(edge, 'error')]
    case 'timeout':
      return [requestTerm(edge, 'timeout')]
  }
}

function requestTerm(edge: number, outcome: Outcome): { part: RatePart; index: number } {
  return { part: 'requests', index: edge * OUTCOMES.length + OUTCOMES.indexOf(outcome) }
}

function counter(terms: readonly { part: RatePart; index: number }[]): SeriesReading {
  return { kind: 'counter', terms }
}
