import type { PrometheusSettings, CustomSettings, IstioSettings } from './settings.ts'
import {
  derivedSampleTime,
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
  upSampleTime,
  type IstioQuantile,
} from './wire-queries.ts'

/** What an answer is for. Those of callers (`caller…`) exist in a mesh alone, where both ends report. */
export type Role =
  | 'requests'
  | 'errors'
  | 'degraded'
  | IstioQuantile
  | 'callerRequests'
  | 'callerErrors'
  | 'callerOnlyFailures'
  | 'callerP50'
  | 'callerP90'
  | 'callerP99'
  | 'sampleTime'
  | 'saturation'
  | 'breakersOpen'
  | 'serviceZones'
  | 'zoneRequests'
  | 'zoneErrors'
  | 'up'
  | 'clockAhead'
  | `business:${string}`

export interface Question {
  role: Role
  /** As people read it, in problems and in the doctor's table. */
  asked: string
  /** With `$window` where the rate window belongs. */
  query: string
}

/** What panels alone ask, row by row: neither frames nor history hold it. */
const ASKED_BY_PANELS: ReadonlySet<Role> = new Set<Role>(['p50', 'p90', 'callerP50', 'callerP90'])

/** What every poll asks, the most important first. */
export function questionsOfPolls(settings: PrometheusSettings): Question[] {
  return questionsOf(settings).filter(({ role }) => !ASKED_BY_PANELS.has(role))
}

export function questionsOfPanels(settings: PrometheusSettings): Question[] {
  return questionsOf(settings).filter(({ role }) => ASKED_BY_PANELS.has(role))
}

/** Everything that may ever be asked. */
export function questionsOf(settings: PrometheusSettings): Question[] {
  const own = settings.preset === 'istio' ? istioQuestions(settings) : customQuestions(settings)
  const up = settings.up
  return [
    ...own,
    ...(up === undefined
      ? []
      : [{ role: 'up' as const, asked: 'newest scrape (up)', query: upSampleTime(up.selector, up.regionLabel) }]),
    ...settings.business.map(({ id, name, query }) => ({ role: `business:${id}` as const, asked: name, query })),
  ]
}

const QUANTILES = ['p50', 'p90', 'p99'] as const satisfies readonly IstioQuantile[]
const CALLER_QUANTILES = { p50: 'callerP50', p90: 'callerP90', p99: 'callerP99' } as const

function istioQuestions(settings: IstioSettings): Question[] {
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

const CUSTOM_NAMES = {
  requests: 'requests/s',
  errors: 'errors/s',
  degraded: 'degraded answers/s',
  sampleTime: 'newest samples',
  p50: 'latency p50',
  p90: 'latency p90',
  p99: 'latency p99',
  saturation: 'saturation',
  breakersOpen: 'open circuit breakers',
  serviceZones: 'zones of services',
  zoneRequests: 'zone requests/s',
  zoneErrors: 'zone errors/s',
  clockAhead: 'clock of the observed system',
} as const satisfies Partial<Record<Role, string>>

function customQuestions(settings: CustomSettings): Question[] {
  return CUSTOM_ROLES.flatMap((role) => {
    const query =
      settings.queries[role] ?? (role === 'sampleTime' ? derivedSampleTime(settings.queries.requests) : null)
    return query === null ? [] : [{ role, asked: CUSTOM_NAMES[role], query }]
  })
}

const CUSTOM_ROLES = [
  'requests',
  'errors',
  'degraded',
  'sampleTime',
  'p50',
  'p90',
  'p99',
  'saturation',
  'breakersOpen',
  'serviceZones',
  'zoneRequests',
  'zoneErrors',
  'clockAhead',
] as const satisfies readonly (keyof typeof CUSTOM_NAMES)[]
