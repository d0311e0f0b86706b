import type { World, WorldEdge } from '#mocks/world/world.ts'
import { heading, histogram, outcomesOf, sample, type IsHere, type Line } from './exposition-lines.ts'
import { nodeAt, regionIdOf, type Labels } from './world-labels.ts'

/**
 * What the proxies beside the world's services keep of the clusters they send to, as relabelling would bring it to a
 * Prometheus: `app` and `region` say whose proxy it is. Requests within a region alone, for the cluster of another one
 * goes by the same name; and beside them what is no service's: a proxy's own application and its control plane.
 */
export function envoyPage(world: World, isHere: IsHere): Line[] {
  const edges = world.catalog.edges.flatMap((edge, row) => {
    const labels = envoyLabels(world, edge)
    return labels === null || !isHere(nodeAt(world, edge.source).region) ? [] : [{ row, edge, labels }]
  })
  return [...answerLines(world, edges), ...limitLines(world, edges), ...hostLines(world, edges)]
}

type Sent = { row: number; edge: WorldEdge; labels: Labels }

function answerLines(world: World, edges: readonly Sent[]): Line[] {
  const name = 'envoy_cluster_upstream_rq_xx'
  const lines = [heading(name, 'counter', 'Answers by class.')]
  for (const { row, labels } of edges) {
    const classes = { 2: outcomesOf(world, row, ['good', 'degraded']), 5: outcomesOf(world, row, ['error', 'timeout']) }
    for (const [digit, count] of Object.entries(classes)) {
      lines.push(sample(name, { ...labels, envoy_response_code_class: digit }, count))
    }
  }
  const callers = new Map(edges.map(({ labels }) => [`${labels['app']} ${labels['region']}`, labels]))
  for (const labels of callers.values()) {
    for (const cluster of ['inbound|8080||', 'xds-grpc']) {
      const facts = { ...labels, envoy_cluster_name: cluster, envoy_response_code_class: '2' }
      lines.push(sample(name, facts, () => world.now))
    }
  }
  const time = 'envoy_cluster_upstream_rq_time'
  lines.push(heading(time, 'histogram', 'Time until the answer, ms.'))
  for (const { row, labels } of edges) lines.push(...histogram({ world, name: time, labels, edge: row }))
  return lines
}

/** The world's breakers are told as the limit of waiting requests; half-open is none of Envoy's states. */
const OPEN = 1

function limitLines(world: World, edges: readonly Sent[]): Line[] {
  return ['cx', 'rq', 'rq_pending', 'rq_retry'].flatMap((limit) => {
    const name = `envoy_cluster_circuit_breakers_default_${limit}_open`
    const isReached = (row: number) => (limit === 'rq_pending' && world.gauges.breaker[row] === OPEN ? 1 : 0)
    return [
      heading(name, 'gauge', 'Whether the limit is reached.'),
      ...edges.map(({ row, labels }) => sample(name, labels, () => isReached(row))),
    ]
  })
}

/** Of each cluster's hosts one is ejected in us-west-2: what is there to be seen. */
const EJECTING_REGION = 'us-west-2'

function hostLines({ catalog, gauges }: World, edges: readonly Sent[]): Line[] {
  const of = (name: string, value: (target: number, region: string) => number) => [
    heading(name, 'gauge', 'Hosts of the cluster.'),
    ...edges.map(({ edge, labels }) =>
      sample(name, labels, () => value(edge.target, regionIdOf(catalog, catalog.nodes[edge.source]?.region ?? -1))),
    ),
  ]
  const ready = (node: number) => gauges.instancesReady[node] ?? NaN
  const ejected = (region: string) => (region === EJECTING_REGION ? 1 : 0)
  return [
    ...of('envoy_cluster_membership_total', ready),
    ...of('envoy_cluster_membership_healthy', (node, region) => ready(node) - ejected(region)),
    ...of('envoy_cluster_outlier_detection_ejections_active', (_, region) => ejected(region)),
  ]
}

/** Null for what no proxy beside a service sends, or sends as bare connections. */
export function envoyLabels(world: World, edge: WorldEdge): Labels | null {
  const source = nodeAt(world, edge.source)
  const target = nodeAt(world, edge.target)
  if (source.region < 0 || source.region !== target.region || source.kind !== 'service') return null
  if (edge.protocol !== 'http' && edge.protocol !== 'grpc') return null
  const isOurs = target.kind === 'service'
  return {
    app: source.service,
    region: regionIdOf(world.catalog, source.region),
    envoy_cluster_name: isOurs
      ? `outbound|80||${target.service}.${target.domain}.svc.cluster.local`
      : `outbound|443||${target.service}.example.com`,
  }
}
