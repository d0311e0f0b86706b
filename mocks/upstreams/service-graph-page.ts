import type { World, WorldEdge } from '#mocks/world/world.ts'
import { heading, histogram, outcomesOf, sample, type IsHere, type Line } from './exposition-lines.ts'
import { nodeAt, regionIdOf, type Labels } from './world-labels.ts'

/**
 * The world as an OpenTelemetry collector counts it out of traces, through an exporter with a namespace: one collector
 * a region, which sees the callers' spans. Data stores send none and are known by their callers', what is not ours is
 * virtual (its own time is put down as none), and everybody outside is `user`.
 */
export const SERVICE_GRAPH_PREFIX = 'otel_'

const NAME = `${SERVICE_GRAPH_PREFIX}traces_service_graph_request`
/** The connector's bounds are of seconds. */
const SECONDS_PER_MS = 1e-3

export function serviceGraphPage(world: World, isHere: IsHere): Line[] {
  const edges = world.catalog.edges.flatMap((edge, row) => {
    const labels = serviceGraphLabels(world, edge)
    const caller = nodeAt(world, edge.source).region
    const reporting = caller < 0 ? nodeAt(world, edge.target).region : caller
    return labels === null || !isHere(reporting) ? [] : [{ row, labels, target: nodeAt(world, edge.target) }]
  })
  const served = { failed: 'false' }
  const failed = { failed: 'true' }
  const lines = [heading(`${NAME}_total`, 'counter', 'Requests between two nodes.')]
  for (const { row, labels } of edges) {
    lines.push(sample(`${NAME}_total`, { ...labels, ...served }, outcomesOf(world, row, ['good', 'degraded'])))
    lines.push(sample(`${NAME}_total`, { ...labels, ...failed }, outcomesOf(world, row, ['error', 'timeout'])))
  }
  lines.push(heading(`${NAME}_failed_total`, 'counter', 'Failed requests between two nodes.'))
  for (const { row, labels } of edges)
    lines.push(sample(`${NAME}_failed_total`, { ...labels, ...failed }, outcomesOf(world, row, ['error', 'timeout'])))
  for (const side of ['server', 'client'] as const) {
    const name = `${NAME}_${side}_seconds`
    lines.push(heading(name, 'histogram', `Time of the ${side}'s span, seconds.`))
    for (const { row, labels, target } of edges) {
      const isUntold = side === 'server' ? target.kind === 'external' : labels['client'] === 'user'
      const all = { world, name, labels: { ...labels, ...served }, edge: row, unitsPerMs: SECONDS_PER_MS }
      lines.push(...(isUntold ? atOnce(histogram(all)) : histogram(all)))
    }
  }
  return lines
}

/** What took no time at all lies in the first bucket, and so in every other. */
function atOnce(lines: readonly Line[]): Line[] {
  const count = lines.at(-1)?.value ?? (() => NaN)
  return lines.map((line, place) => ({ ...line, value: place === lines.length - 2 ? () => 0 : count }))
}

/** Null for what leaves no trace: the CDN, and data stores among themselves. */
export function serviceGraphLabels(world: World, edge: WorldEdge): Labels | null {
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  if (target.kind === 'cdn' || source.kind === 'datastore' || source.kind === 'queue') return null
  const isOutside = source.region < 0
  return {
    client: isOutside ? 'user' : source.service,
    server: target.service,
    connection_type: connectionType(isOutside, target.kind, edge.protocol),
    ...(isOutside ? {} : { client_cloud_region: regionIdOf(world.catalog, source.region) }),
    ...(target.kind === 'service' ? { server_cloud_region: regionIdOf(world.catalog, target.region) } : {}),
  }
}

function connectionType(isOutside: boolean, kind: string, protocol: WorldEdge['protocol']): string {
  if (isOutside || kind === 'external') return 'virtual_node'
  if (kind === 'datastore') return 'database'
  return protocol === 'messaging' ? 'messaging_system' : ''
}
