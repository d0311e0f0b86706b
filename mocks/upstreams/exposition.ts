import { OUTCOMES, type Outcome, type World } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
import { envoyPage } from './envoy-page.ts'
import { heading, histogram, outcomesOf, sample, type IsHere, type Line } from './exposition-lines.ts'
import { serviceGraphPage } from './service-graph-page.ts'
import { customEdgeLabels, istioEdge, nodeAt, regionIdOf, reportingRegion, type IstioParts } from './world-labels.ts'
import { WORLD_METRICS } from './world-queries.ts'

/**
 * `/metrics`: the world's counters as text, in each preset's own metric names, per region (whose targets report it) or
 * whole. Names and labels are put together once; a scrape only appends numbers, so that 20,000 lines a second cost
 * little. Cardinality is that of the catalogue: nothing here grows with time.
 */
export interface Exposition {
  /** Null for a preset or region that does not exist. */
  write(request: { preset: string; region: string | null }): string | null
}

export const PRESETS = ['custom', 'istio', 'otel-servicegraph', 'envoy'] as const

export function createExposition(world: World): Exposition {
  const pages = new Map<string, Line[]>()
  const regions = [null, ...world.catalog.regions.map(({ id }) => id), 'global']
  return {
    write({ preset, region }) {
      if (!regions.includes(region)) return null
      const key = `${preset} ${region ?? ''}`
      const lines = pages.get(key) ?? buildPage(world, preset, region)
      if (lines === null) return null
      pages.set(key, lines)
      return print(lines)
    },
  }
}

function print(lines: readonly Line[]): string {
  let text = ''
  for (const line of lines) text += line.value === undefined ? line.text : `${line.text}${print1(line.value())}\n`
  return text
}

function print1(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value)
}

function buildPage(world: World, preset: string, region: string | null): Line[] | null {
  const isHere = (row: number) => region === null || regionIdOf(world.catalog, row) === region
  switch (preset) {
    case 'custom':
      return customPage(world, isHere)
    case 'istio':
      return istioPage(world, isHere)
    case 'otel-servicegraph':
      return serviceGraphPage(world, isHere)
    case 'envoy':
      return envoyPage(world, isHere)
    default:
      return null
  }
}

function customPage(world: World, isHere: IsHere): Line[] {
  const { catalog, counters, gauges } = world
  const edges = catalog.edges.flatMap((edge, row) => (isHere(reportingRegion(world, edge)) ? [{ edge, row }] : []))
  const lines: Line[] = [heading(WORLD_METRICS.requests, 'counter', 'Requests by outcome, as their caller saw them.')]
  for (const { edge, row } of edges) {
    const labels = customEdgeLabels(world, edge)
    OUTCOMES.forEach((outcome, index) => {
      const at = row * OUTCOMES.length + index
      lines.push(sample(WORLD_METRICS.requests, { ...labels, outcome }, () => counters.requests[at] ?? NaN))
    })
  }
  lines.push(heading(WORLD_METRICS.latency, 'histogram', 'Time until the answer, in ms.'))
  for (const { edge, row } of edges)
    lines.push(...histogram({ world, name: WORLD_METRICS.latency, labels: customEdgeLabels(world, edge), edge: row }))
  lines.push(...zoneLines(world, isHere))
  lines.push(heading(WORLD_METRICS.saturation, 'gauge', 'Load over the capacity of the ready instances.'))
  catalog.nodes.forEach((node, row) => {
    if (node.region < 0 || !isHere(node.region)) return
    const labels = { service: node.service, region: regionIdOf(catalog, node.region) }
    const facts = { ...labels, kind: node.kind, owner: node.owner, domain: node.domain }
    lines.push(sample(WORLD_METRICS.saturation, facts, () => gauges.saturation[row] ?? NaN))
  })
  lines.push(heading(WORLD_METRICS.breakersOpen, 'gauge', 'Circuit breakers around its calls that are not closed.'))
  catalog.nodes.forEach((node, row) => {
    if (node.region < 0 || !isHere(node.region)) return
    const labels = { service: node.service, region: regionIdOf(catalog, node.region) }
    lines.push(sample(WORLD_METRICS.breakersOpen, labels, () => gauges.breakersOpen[row] ?? NaN))
  })
  lines.push(...instanceLines(world, isHere))
  lines.push(heading(WORLD_METRICS.streamStarts, 'counter', 'Streams started.'))
  catalog.regions.forEach(({ id }, region) => {
    if (isHere(region))
      lines.push(sample(WORLD_METRICS.streamStarts, { region: id }, () => counters.streamStarts[region] ?? NaN))
  })
  lines.push(heading(WORLD_METRICS.clock, 'gauge', "The world's own clock, seconds since 1970."))
  lines.push(sample(WORLD_METRICS.clock, {}, () => world.now / 1_000))
  return lines
}

function instanceLines({ catalog, gauges }: World, isHere: IsHere): Line[] {
  const lines = [heading(WORLD_METRICS.instances, 'gauge', 'Instances by zone and state.')]
  catalog.nodes.forEach(({ region, service, zones }, row) => {
    if (region < 0 || !isHere(region)) return
    zones.forEach((zone, place) => {
      const labels = { service, region: regionIdOf(catalog, region), zone }
      for (const [state, counts] of [
        ['ready', gauges.instancesReady],
        ['starting', gauges.instancesStarting],
      ] as const) {
        const value = () => instancesInZone(counts[row] ?? NaN, place, zones.length)
        lines.push(sample(WORLD_METRICS.instances, { ...labels, state }, value))
      }
    })
  })
  return lines
}

function zoneLines(world: World, isHere: IsHere): Line[] {
  const lines = [heading(WORLD_METRICS.zoneRequests, 'counter', 'Entry requests by zone and outcome.')]
  world.catalog.regions.forEach(({ id, zones }, region) => {
    if (!isHere(region)) return
    zones.forEach((zone, position) => {
      OUTCOMES.forEach((outcome, index) => {
        const at = (region * zones.length + position) * OUTCOMES.length + index
        const labels = { region: id, zone, outcome }
        lines.push(sample(WORLD_METRICS.zoneRequests, labels, () => world.counters.zoneRequests[at] ?? NaN))
      })
    })
  })
  return lines
}

function istioPage(world: World, isHere: IsHere): Line[] {
  const requests = [heading('istio_requests_total', 'counter', 'Requests.')]
  const durations = [heading('istio_request_duration_milliseconds', 'histogram', 'Duration of requests, ms.')]
  world.catalog.edges.forEach((edge, row) => {
    const { latency, series } = istioEdge(world, edge)
    // Each proxy reports what it saw: the caller's region scrapes the caller's proxy.
    const here = {
      source: isHere(nodeAt(world, edge.source).region),
      destination: isHere(nodeAt(world, edge.target).region),
    }
    for (const { labels, parts, reporter } of series) {
      if (here[reporter]) requests.push(sample('istio_requests_total', labels, outcomesOf(world, row, PARTS[parts])))
    }
    for (const reporter of ['source', 'destination'] as const) {
      const labels = latency[reporter]
      if (labels === null || !here[reporter]) continue
      durations.push(...histogram({ world, name: 'istio_request_duration_milliseconds', labels, edge: row }))
    }
  })
  return [...requests, ...durations]
}

const PARTS = {
  served: ['good', 'degraded'],
  error: ['error'],
  timeout: ['timeout'],
} as const satisfies Record<IstioParts, readonly Outcome[]>
