import { printDuration } from '../duration.ts'

export { parseDuration } from '../duration.ts'

/**
 * The texts of the queries that the presets send. They are what goes over the wire: the simulated upstream knows its
 * queries by these functions, so that client and fake cannot disagree.
 */

/** Stands for the rate window in configured queries. */
export const WINDOW_PLACEHOLDER = '$window'

export function withWindow(query: string, windowMs: number): string {
  return query.replaceAll(WINDOW_PLACEHOLDER, printDuration(windowMs))
}

const SUM_OF_RATE =
  /^\s*sum\s+by\s*\(([^()]*)\)\s*\(\s*rate\s*\(\s*([a-zA-Z_:][\w:]*\s*(?:\{[^{}]*\})?)\s*\[[^\][]*\]\s*\)\s*\)\s*$/

/** The newest sample's time per row of `sum by (…) (rate(metric{…}[…]))`; null for queries of any other form. */
export function derivedSampleTime(requests: string): string | null {
  const [, labels, selector] = SUM_OF_RATE.exec(requests) ?? []
  if (labels === undefined || selector === undefined) return null
  return `max by (${labels.trim()}) (timestamp(${selector.trim()}))`
}

/** What the Istio preset groups and selects by. */
export interface IstioQueryLabels {
  regionLabel: string
  sourceRegionLabel: string
  zoneLabel?: string | undefined
  namespaces: 'omit' | 'append'
}

export const ISTIO_QUANTILES = { p50: 0.5, p90: 0.9, p99: 0.99 } as const
export type IstioQuantile = keyof typeof ISTIO_QUANTILES

/** Envoy's word for "no such workload": callers outside of the mesh, targets outside of it, and hosts never picked. */
export const ISTIO_UNKNOWN = 'unknown'

/**
 * Flags of requests that failed on the way, so that the destination cannot tell of them: circuit open, no healthy
 * host, timeout, connection failed, no route, no cluster, local limits, injected faults. URX (retries used up) is not
 * among them by itself: the destination answered and counted every try; where it did not, URX stands beside UF or UT.
 */
const CALLER_ONLY_FLAGS = '(.*,)?(UO|UH|UT|UF|NR|NC|LR|LH|UC|FI|RL|RLSE)(,.*)?'
/** gRPC's server-side failures; the rest are the caller's own mistakes, as 4xx are in HTTP. */
const GRPC_FAILURES = '2|4|8|12|13|14|15'

const REQUESTS = 'istio_requests_total'
const DURATION_BUCKETS = 'istio_request_duration_milliseconds_bucket'

export function istioEdgeLabels(labels: IstioQueryLabels): string[] {
  const namespaces =
    labels.namespaces === 'append' ? ['source_workload_namespace', 'destination_workload_namespace'] : []
  return [
    'source_canonical_service',
    'destination_canonical_service',
    'destination_service_name',
    'request_protocol',
    labels.sourceRegionLabel,
    labels.regionLabel,
    ...namespaces,
  ].filter((label, index, all) => all.indexOf(label) === index)
}

/**
 * What destinations tell. Requests with code 0 were abandoned by their caller, whose own proxy tells what became of
 * them; where the caller has no proxy, the destination's word is all there is.
 */
export function istioDestinationRequests(labels: IstioQueryLabels): string {
  return sumBy(labels, [
    rate('reporter="destination",response_code!="0"'),
    rate(`reporter="destination",response_code="0",source_workload="${ISTIO_UNKNOWN}"`),
  ])
}

export function istioDestinationErrors(labels: IstioQueryLabels): string {
  return sumBy(labels, [
    rate('reporter="destination",response_code=~"5.."'),
    rate(`reporter="destination",response_code!~"0|5..",grpc_response_status=~"${GRPC_FAILURES}"`),
    rate(`reporter="destination",response_code="0",source_workload="${ISTIO_UNKNOWN}"`),
  ])
}

/** What callers tell of everything they sent: used where no destination tells of the connection. */
export function istioSourceRequests(labels: IstioQueryLabels): string {
  return sumBy(labels, [rate('reporter="source"')])
}

export function istioSourceErrors(labels: IstioQueryLabels): string {
  return sumBy(labels, [
    rate('reporter="source",response_code=~"0|5.."'),
    rate(`reporter="source",response_code!~"0|5..",grpc_response_status=~"${GRPC_FAILURES}"`),
    rate(
      `reporter="source",response_code!~"0|5..",grpc_response_status!~"${GRPC_FAILURES}",response_flags=~"${CALLER_ONLY_FLAGS}"`,
    ),
  ])
}

/** What only callers can tell of connections whose destination tells the rest; all of it failed. */
export function istioCallerOnlyFailures(labels: IstioQueryLabels): string {
  return sumBy(labels, [
    rate(`reporter="source",response_flags=~"${CALLER_ONLY_FLAGS}"`),
    rate(`reporter="source",response_flags!~"${CALLER_ONLY_FLAGS}",response_code="0"`),
  ])
}

export function istioDestinationQuantile(labels: IstioQueryLabels, quantile: IstioQuantile): string {
  return quantileBy(labels, quantile, 'reporter="destination"')
}

/** Only of targets outside of the mesh: the caller's word is dear at scale, and elsewhere the destination tells. */
export function istioSourceQuantile(labels: IstioQueryLabels, quantile: IstioQuantile): string {
  return quantileBy(labels, quantile, `reporter="source",destination_workload="${ISTIO_UNKNOWN}"`)
}

/** Seconds: the newest sample's own time, per connection and reporter. */
export function istioSampleTime(labels: IstioQueryLabels): string {
  return `max by (${[...istioEdgeLabels(labels), 'reporter'].join(', ')}) (timestamp(${REQUESTS}))`
}

export function istioZoneRequests(labels: IstioQueryLabels & { zoneLabel: string }, entry: readonly string[]): string {
  return `sum by (${labels.regionLabel}, ${labels.zoneLabel}) (${rate(entrySelector(entry))})`
}

export function istioZoneErrors(labels: IstioQueryLabels & { zoneLabel: string }, entry: readonly string[]): string {
  const failed = rate(`${entrySelector(entry)},response_code=~"0|5.."`)
  return `sum by (${labels.regionLabel}, ${labels.zoneLabel}) (${failed})`
}

/** Which zones each service's instances stand in: those whose proxies tell of requests that came in. */
export function istioServiceZones(labels: IstioQueryLabels & { zoneLabel: string }): string {
  const namespace = labels.namespaces === 'append' ? ['destination_workload_namespace'] : []
  const by = ['destination_canonical_service', ...namespace, labels.regionLabel, labels.zoneLabel]
  return `group by (${by.join(', ')}) (${REQUESTS}{reporter="destination"})`
}

/**
 * Seconds: when targets that are up were last scraped. `timestamp()` tells a sample's own time of a plain selector
 * alone, hence `and` beside it.
 */
export function upSampleTime(selector: string, regionLabel?: string): string {
  return `max${by(regionLabel)} (timestamp(${selector}) and (${selector} == 1))`
}

/** The same over the past, for a start while targets are down. */
export function upSampleTimeWithin(input: {
  selector: string
  regionLabel?: string | undefined
  withinMs: number
  resolutionMs: number
}): string {
  const range = `[${printDuration(input.withinMs)}:${printDuration(input.resolutionMs)}]`
  const inner = `timestamp(${input.selector}) and (${input.selector} == 1)`
  return `max${by(input.regionLabel)} (max_over_time((${inner})${range}))`
}

function sumBy(labels: IstioQueryLabels, disjointRates: readonly string[]): string {
  return `sum by (${istioEdgeLabels(labels).join(', ')}) (${disjointRates.join(' or ')})`
}

function quantileBy(labels: IstioQueryLabels, quantile: IstioQuantile, selector: string): string {
  const grouping = ['le', ...istioEdgeLabels(labels)].join(', ')
  const buckets = `rate(${DURATION_BUCKETS}{${selector}}[${WINDOW_PLACEHOLDER}])`
  return `histogram_quantile(${ISTIO_QUANTILES[quantile]}, sum by (${grouping}) (${buckets}))`
}

function rate(selector: string): string {
  return `rate(${REQUESTS}{${selector}}[${WINDOW_PLACEHOLDER}])`
}

function entrySelector(entry: readonly string[]): string {
  const names = entry.map((service) => service.replaceAll('.', '[.]')).join('|')
  return `reporter="destination",destination_canonical_service=~"${names}"`
}

function by(label: string | undefined): string {
  return label === undefined ? '' : ` by (${label})`
}
