import type { IstioSettings } from './istio-settings.ts'
import type { Question } from './question.ts'
import {
  istioCallerOnlyFailures,
  istioDestinationErrors,
  istioDestinationQuantile,
  istioDestinationRequests,
  istioSampleTime,
  istioServiceZones,
  istioSourceErrors,
  istioSourceQuantile,
  istioSourceRequests,
  istioZoneErrors,
  istioZoneRequests,
  type IstioQuantile,
} from './wire-queries.ts'

const QUANTILES = ['p50', 'p90', 'p99'] as const satisfies readonly IstioQuantile[]
const CALLER_QUANTILES = { p50: 'callerP50', p90: 'callerP90', p99: 'callerP99' } as const

export function istioQuestions(settings: IstioSettings): Question[] {
  const { zoneLabel } = settings
  // Ids may carry a namespace, canonical service names do not.
  const entry = settings.entry.map((id) => (settings.namespaces === 'append' ? id.replace(/\.[^.]*$/, '') : id))
  const zones: Question[] =
    zoneLabel === undefined || entry.length === 0
      ? []
      : [
          {
            role: 'zoneRequests',
            asked: 'zone requests/s',
            query: istioZoneRequests({ ...settings, zoneLabel }, entry),
          },
          { role: 'zoneErrors', asked: 'zone errors/s', query: istioZoneErrors({ ...settings, zoneLabel }, entry) },
        ]
  return [
    { role: 'requests', asked: 'requests/s told by destinations', query: istioDestinationRequests(settings) },
    { role: 'errors', asked: 'errors/s told by destinations', query: istioDestinationErrors(settings) },
    { role: 'callerRequests', asked: 'requests/s told by callers', query: istioSourceRequests(settings) },
    { role: 'callerErrors', asked: 'errors/s told by callers', query: istioSourceErrors(settings) },
    { role: 'callerOnlyFailures', asked: 'failures only callers see', query: istioCallerOnlyFailures(settings) },
    { role: 'sampleTime', asked: 'newest samples', query: istioSampleTime(settings) },
    ...QUANTILES.map((quantile) => ({
      role: quantile,
      asked: `latency ${quantile} told by destinations`,
      query: istioDestinationQuantile(settings, quantile),
    })),
    ...QUANTILES.map((quantile) => ({
      role: CALLER_QUANTILES[quantile],
      asked: `latency ${quantile} outside of the mesh`,
      query: istioSourceQuantile(settings, quantile),
    })),
    ...zones,
    ...(zoneLabel === undefined
      ? []
      : [
          {
            role: 'serviceZones' as const,
            asked: 'zones of services',
            query: istioServiceZones({ ...settings, zoneLabel }),
          },
        ]),
  ]
}
