import { OUTCOMES, type World } from '#mocks/world/world.ts'
import { instancesInZone } from '#mocks/world/zone-placement.ts'
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

/**
 * `/metrics`: the world's counters as text, in each preset's own metric names, per region (whose targets report it) or
 * whole. Names and labels are put together once; a scrape only appends numbers, so that 20,000 lines a second cost
 * little. Cardinality is that of the catalogue: nothing here grows with time.
 */
export interface Exposition {
  /** Null for a preset or region that does not exist. */
  write(request: { preset: string; region: string | null }): string | null
}

export const PRESETS = ['custom', 'istio'] as const

interface Line {
  /** Metric name and labels with the space after them, or a whole comment line. */
  text: string
  /** Absent for comments. */
  value?: () => number
}

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
    default:
      return null
  }
}

type IsHere = (region: number) => boolean

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
    lines.push(...histogram(world, WORLD_METRICS.latency, customEdgeLabels(world, edge), row))
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
      if (here[reporter]) requests.push(sample('istio_requests_total', labels, istioCounter(world, row, parts)))
    }
    for (const reporter of ['source', 'destination'] as const) {
      const labels = latency[reporter]
      if (labels === null || !here[reporter]) continue
      durations.push(...histogram(world, 'istio_request_duration_milliseconds', labels, row))
    }
  })
  return [...requests, ...durations]
}

/** The world's count of one edge for one of the mesh's series. */
function istioCounter(world: World, edge: number, parts: IstioParts): () => number {
  const { requests } = world.counters
  const at = (outcome: (typeof OUTCOMES)[number]) => {
    const index = edge * OUTCOMES.length + OUTCOMES.indexOf(outcome)
    return () => requests[index] ?? NaN
  }
  const [good, degraded, error, timeout] = [at('good'), at('degraded'), at('error'), at('timeout')]
  switch (parts) {
    case 'served':
      return () => good() + degraded()
    case 'error':
      return error
    case 'timeout':
      return timeout
  }
}

function histogram(world: World, name: string, labels: Labels, edge: number): Line[] {
  const { latency, latencySumMs } = world.counters
  const bounds = world.catalog.latencyBucketsMs
  const first = edge * (bounds.length + 1)
  const upTo = (bucket: number) => {
    let total = 0
    for (let index = 0; index <= bucket; index += 1) total += latency[first + index] ?? 0
    return total
  }
  const les = [...bounds.map(String), '+Inf']
  return [
    ...les.map((le, bucket) => sample(`${name}_bucket`, { ...labels, le }, () => upTo(bucket))),
    sample(`${name}_sum`, labels, () => latencySumMs[edge] ?? NaN),
    sample(`${name}_count`, labels, () => upTo(bounds.length)),
  ]
}

function heading(name: string, type: string, help: string): Line {
  return { text: `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n` }
}

function sample(name: string, labels: Labels, value: () => number): Line {
  const inner = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`)
  return { text: inner.length === 0 ? `${name} ` : `${name}{${inner.join(',')}} `, value }
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
