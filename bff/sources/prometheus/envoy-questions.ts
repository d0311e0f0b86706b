import type { EnvoySettings } from './envoy-settings.ts'
import type { Question } from './question.ts'
import {
  envoyActive,
  envoyEjectedHosts,
  envoyErrors,
  envoyHosts,
  envoyOpenProxies,
  envoyOverflows,
  envoyProxies,
  envoyQuantile,
  envoyReachedLimits,
  envoyRequests,
  envoySampleTime,
  envoyUnhealthyHosts,
} from './wire-envoy-queries.ts'
import { ISTIO_QUANTILES } from './wire-queries.ts'

export function envoyQuestions(settings: EnvoySettings): Question[] {
  return [
    { role: 'requests', asked: 'requests/s', query: envoyRequests(settings) },
    { role: 'errors', asked: 'errors/s', query: envoyErrors(settings) },
    { role: 'sampleTime', asked: 'newest samples', query: envoySampleTime(settings) },
    ...(['p50', 'p90', 'p99'] as const).map((quantile) => ({
      role: quantile,
      asked: `latency ${quantile}`,
      query: envoyQuantile(ISTIO_QUANTILES[quantile], settings),
    })),
    ...(settings.circuitBreakers ? clusterQuestions(settings) : []),
  ]
}

function clusterQuestions(settings: EnvoySettings): Question[] {
  const ifEmpty = 'No rows: these proxies keep no such statistics, and nothing is told of it.'
  return [
    { role: 'cluster:open-proxies', asked: 'proxies at a limit', query: envoyOpenProxies(settings), ifEmpty },
    { role: 'cluster:proxies', asked: 'proxies with limits', query: envoyProxies(settings), ifEmpty },
    {
      role: 'cluster:reached-limits',
      asked: 'limits that are reached',
      query: envoyReachedLimits(settings),
      ifEmpty: 'No rows: no limit is reached.',
    },
    { role: 'cluster:overflows', asked: 'requests/s turned away', query: envoyOverflows(settings), ifEmpty },
    { role: 'cluster:active', asked: 'requests under way', query: envoyActive(settings), ifEmpty },
    { role: 'cluster:hosts', asked: 'hosts of clusters', query: envoyHosts(settings), ifEmpty },
    {
      role: 'cluster:unhealthy-hosts',
      asked: 'hosts without requests',
      query: envoyUnhealthyHosts(settings),
      ifEmpty: 'No rows: every host is healthy.',
    },
    {
      role: 'cluster:ejected-hosts',
      asked: 'ejected hosts',
      query: envoyEjectedHosts(settings),
      ifEmpty: 'No rows: no host is ejected.',
    },
  ]
}
