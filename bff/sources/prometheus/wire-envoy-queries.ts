import { WINDOW_PLACEHOLDER } from './wire-queries.ts'

/** The texts of the queries about what Envoys keep of the clusters they send to. */

export interface EnvoyLabels {
  dialect: 'envoy' | 'istio'
  callerLabel: string
  clusterLabel: string
  regionLabel: string
  instanceLabel: string
  ignoredClusters: string
}

/**
 * Answers by class, as callers got them: one a request, whatever was retried, and those that a proxy made itself (503
 * for an open circuit, no host or a broken connection, 504 for a timeout) are among them. `upstream_rq_total` would
 * count tries.
 */
const ANSWERS = {
  envoy: { metric: 'envoy_cluster_upstream_rq_xx', all: undefined, failed: 'envoy_response_code_class="5"' },
  // The same metric counts single codes too, in series of their own.
  istio: {
    metric: 'envoy_cluster_upstream_rq',
    all: 'response_code_class!=""',
    failed: 'response_code_class="5xx"',
  },
} as const
const TIME_BUCKETS = 'envoy_cluster_upstream_rq_time_bucket'
/** 0 or 1: whether a limit of connections, requests, waiting requests or retries is reached. Of both priorities. */
const LIMITS = 'envoy_cluster_circuit_breakers_(default|high)_(cx|cx_pool|rq|rq_pending|rq_retry)_open'

export function envoyEdgeLabels({ callerLabel, clusterLabel, regionLabel }: EnvoyLabels): string[] {
  return [callerLabel, clusterLabel, regionLabel]
}

export function envoyRequests(labels: EnvoyLabels): string {
  const { metric, all } = ANSWERS[labels.dialect]
  return sumOfRate(labels, metric, all)
}

export function envoyErrors(labels: EnvoyLabels): string {
  const { metric, failed } = ANSWERS[labels.dialect]
  return sumOfRate(labels, metric, failed)
}

export function envoySampleTime(labels: EnvoyLabels): string {
  const { metric, all } = ANSWERS[labels.dialect]
  return `max by (${edge(labels)}) (timestamp(${select(labels, metric, all)}))`
}

/** Milliseconds, as Envoy's buckets are. */
export function envoyQuantile(quantile: number, labels: EnvoyLabels): string {
  const buckets = `rate(${select(labels, TIME_BUCKETS)}[${WINDOW_PLACEHOLDER}])`
  return `histogram_quantile(${quantile}, sum by (le, ${edge(labels)}) (${buckets}))`
}

/** How many of a caller's proxies have reached a limit towards a cluster; 0 for none. */
export function envoyOpenProxies(labels: EnvoyLabels): string {
  return `sum by (${edge(labels)}) (${limitsByProxy(labels)})`
}

export function envoyProxies(labels: EnvoyLabels): string {
  return `count by (${edge(labels)}) (${limitsByProxy(labels)})`
}

/** Which limits those are: rows for reached ones alone. */
export function envoyReachedLimits(labels: EnvoyLabels): string {
  return `max by (__name__, ${edge(labels)}) (${select(labels, '', `__name__=~"${LIMITS}"`)}) == 1`
}

/** Requests per second that were turned away at a limit. */
export function envoyOverflows(labels: EnvoyLabels): string {
  return sumOfRate(labels, 'envoy_cluster_upstream_rq_pending_overflow')
}

/** Requests under way. */
export function envoyActive(labels: EnvoyLabels): string {
  return `sum by (${edge(labels)}) (${select(labels, 'envoy_cluster_upstream_rq_active')})`
}

/** Of the hosts of a cluster as the proxy that sees most: how many there are, get no requests, were ejected. */
export function envoyHosts(labels: EnvoyLabels): string {
  return worstProxy(labels, select(labels, 'envoy_cluster_membership_total'))
}

/** Clusters with hosts that get no requests; none where all do. */
export function envoyUnhealthyHosts(labels: EnvoyLabels): string {
  const [total, healthy] = ['envoy_cluster_membership_total', 'envoy_cluster_membership_healthy'].map((metric) =>
    select(labels, metric),
  )
  return `${worstProxy(labels, `${total} - ${healthy}`)} > 0`
}

export function envoyEjectedHosts(labels: EnvoyLabels): string {
  return `${worstProxy(labels, select(labels, 'envoy_cluster_outlier_detection_ejections_active'))} > 0`
}

function worstProxy({ clusterLabel, regionLabel }: EnvoyLabels, vector: string): string {
  return `max by (${clusterLabel}, ${regionLabel}) (${vector})`
}

function limitsByProxy(labels: EnvoyLabels): string {
  return `max by (${edge(labels)}, ${labels.instanceLabel}) (${select(labels, '', `__name__=~"${LIMITS}"`)})`
}

function sumOfRate(labels: EnvoyLabels, metric: string, matcher?: string): string {
  return `sum by (${edge(labels)}) (rate(${select(labels, metric, matcher)}[${WINDOW_PLACEHOLDER}]))`
}

function select({ clusterLabel, ignoredClusters }: EnvoyLabels, metric: string, matcher?: string): string {
  const ignored = ignoredClusters.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)
  return `${metric}{${matcher === undefined ? '' : `${matcher},`}${clusterLabel}!~"${ignored}"}`
}

function edge(labels: EnvoyLabels): string {
  return envoyEdgeLabels(labels).join(', ')
}
