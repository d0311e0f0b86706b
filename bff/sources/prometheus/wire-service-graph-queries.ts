import { WINDOW_PLACEHOLDER } from './wire-queries.ts'

/** The texts of the queries about the service graph that is counted out of traces. */

/** What the metrics are called here; null for what is not kept. */
export interface ServiceGraphNames {
  requests: string
  failed: string | null
  /** With `_bucket`. */
  serverLatency: string | null
  clientLatency: string | null
  latencyUnit: 'ms' | 's'
}

/** As the connector writes them, for as long as nothing else is found. */
export const SERVICE_GRAPH_NAMES: ServiceGraphNames = {
  requests: 'traces_service_graph_request_total',
  failed: 'traces_service_graph_request_failed_total',
  serverLatency: 'traces_service_graph_request_server_seconds_bucket',
  clientLatency: 'traces_service_graph_request_client_seconds_bucket',
  latencyUnit: 's',
}

export interface ServiceGraphLabels {
  regionLabel: string
  sourceRegionLabel: string
  outsideClients: readonly string[]
}

/** What the connector says of a node that sent no spans of its own: everybody outside, or somebody else's service. */
export const VIRTUAL_NODE = 'virtual_node'

/**
 * The label `failed` is not among them: it tells series apart (in early collectors it even came and went on one
 * series), and the connection is all of them together.
 */
export function serviceGraphEdgeLabels({ regionLabel, sourceRegionLabel }: ServiceGraphLabels): string[] {
  return ['client', 'server', 'connection_type', sourceRegionLabel, regionLabel].filter(
    (label, index, all) => all.indexOf(label) === index,
  )
}

export function serviceGraphRates(metric: string, labels: ServiceGraphLabels): string {
  return `sum by (${serviceGraphEdgeLabels(labels).join(', ')}) (rate(${metric}[${WINDOW_PLACEHOLDER}]))`
}

export function serviceGraphSampleTime(metric: string, labels: ServiceGraphLabels): string {
  return `max by (${serviceGraphEdgeLabels(labels).join(', ')}) (timestamp(${metric}))`
}

/**
 * What servers took. A server that is virtual sent no span and is put down with a time of nothing: where callers' times
 * are kept they stand in for it (and are always longer); where not, it is left out, and with it everybody outside.
 */
export function serviceGraphServerQuantile(
  quantile: number,
  { serverLatency, clientLatency }: { serverLatency: string; clientLatency: string | null },
  labels: ServiceGraphLabels,
): string {
  const selector = clientLatency === null ? `${serverLatency}{connection_type!="${VIRTUAL_NODE}"}` : serverLatency
  return quantileBy(quantile, selector, labels)
}

/** What callers took, of servers that tell nothing themselves. */
export function serviceGraphClientQuantile(
  quantile: number,
  clientLatency: string,
  labels: ServiceGraphLabels,
): string {
  const outside = labels.outsideClients.map(literal).join('|')
  return quantileBy(quantile, `${clientLatency}{connection_type="${VIRTUAL_NODE}",client!~"${outside}"}`, labels)
}

function quantileBy(quantile: number, selector: string, labels: ServiceGraphLabels): string {
  const grouping = ['le', ...serviceGraphEdgeLabels(labels)].join(', ')
  return `histogram_quantile(${quantile}, sum by (${grouping}) (rate(${selector}[${WINDOW_PLACEHOLDER}])))`
}

/** Metric names that may be the graph's, for a selector. */
export const SERVICE_GRAPH_SELECTOR = '{__name__=~".*traces_service_graph_request.*"}'

/** How many series of each name are there now. */
export function currentSeriesOf(names: readonly string[]): string {
  return `count by (__name__) ({__name__=~"${names.join('|')}"})`
}

/** The bounds of a histogram's buckets. */
export function bucketBoundsOf(metric: string): string {
  return `count by (le) (${metric})`
}

/** A text as it stands, within a regular expression within quotation marks. */
function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\\$&`).replaceAll('"', String.raw`\"`)
}
