import type { Question } from './question.ts'
import type { ServiceGraphMetrics, ServiceGraphSettings } from './service-graph-settings.ts'
import { ISTIO_QUANTILES } from './wire-queries.ts'
import {
  SERVICE_GRAPH_NAMES,
  serviceGraphClientQuantile,
  serviceGraphRates,
  serviceGraphSampleTime,
  serviceGraphServerQuantile,
  type ServiceGraphNames,
} from './wire-service-graph-queries.ts'

const QUANTILES = ['p50', 'p90', 'p99'] as const
const CALLER_QUANTILES = { p50: 'callerP50', p90: 'callerP90', p99: 'callerP99' } as const

/** In the names that were configured or found; in the connector's own where neither is. */
export function serviceGraphQuestions(settings: ServiceGraphSettings): Question[] {
  const { requests, failed, serverLatency, clientLatency } = namesOf(settings.metrics)
  const errors: Question[] =
    failed === null ? [] : [{ role: 'errors', asked: 'errors/s', query: serviceGraphRates(failed, settings) }]
  return [
    { role: 'requests', asked: 'requests/s', query: serviceGraphRates(requests, settings) },
    ...errors,
    { role: 'sampleTime', asked: 'newest samples', query: serviceGraphSampleTime(requests, settings) },
    ...QUANTILES.flatMap((quantile): Question[] => {
      const times = ISTIO_QUANTILES[quantile]
      const served: Question[] =
        serverLatency === null
          ? []
          : [
              {
                role: quantile,
                asked: `latency ${quantile} told by servers`,
                query: serviceGraphServerQuantile(times, { serverLatency, clientLatency }, settings),
              },
            ]
      const called: Question[] =
        clientLatency === null
          ? []
          : [
              {
                role: CALLER_QUANTILES[quantile],
                asked: `latency ${quantile} of servers without spans`,
                query: serviceGraphClientQuantile(times, clientLatency, settings),
                ifEmpty: 'No rows: every server sends spans of its own.',
              },
            ]
      return [...served, ...called]
    }),
  ]
}

function namesOf({ requests, failed, serverLatency, clientLatency }: ServiceGraphMetrics): ServiceGraphNames {
  const own = SERVICE_GRAPH_NAMES
  return {
    ...own,
    requests: requests ?? own.requests,
    failed: failed === undefined ? own.failed : failed,
    serverLatency: serverLatency === undefined ? own.serverLatency : serverLatency,
    clientLatency: clientLatency === undefined ? own.clientLatency : clientLatency,
  }
}
