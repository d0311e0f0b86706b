import type { CustomSettings } from './custom-settings.ts'
import { envoyQuestions } from './envoy-questions.ts'
import { istioQuestions } from './istio-questions.ts'
import type { Question, Role } from './question.ts'
import { resilience4jQuestions } from './resilience4j-questions.ts'
import { serviceGraphQuestions } from './service-graph-questions.ts'
import type { PrometheusSettings } from './settings.ts'
import { derivedSampleTime, upSampleTime } from './wire-queries.ts'

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
  const { up, resilience4j } = settings
  return [
    ...questionsOfPreset(settings),
    ...(up === undefined
      ? []
      : [{ role: 'up' as const, asked: 'newest scrape (up)', query: upSampleTime(up.selector, up.regionLabel) }]),
    ...settings.business.map(({ id, name, query }) => ({ role: `business:${id}` as const, asked: name, query })),
    ...(resilience4j === undefined ? [] : resilience4jQuestions(resilience4j)),
  ]
}

/** Recorded queries stand in for the preset's own. */
function questionsOfPreset(settings: PrometheusSettings): Question[] {
  if (settings.preset === 'custom') return customQuestions(settings)
  const recorded = new Map<string, string | undefined>(Object.entries(settings.queries))
  return ownQuestions(settings).map((question) => ({
    ...question,
    query: recorded.get(question.role) ?? question.query,
  }))
}

function ownQuestions(settings: Exclude<PrometheusSettings, { preset: 'custom' }>): Question[] {
  switch (settings.preset) {
    case 'istio':
      return istioQuestions(settings)
    case 'otel-servicegraph':
      return serviceGraphQuestions(settings)
    case 'envoy':
      return envoyQuestions(settings)
  }
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
