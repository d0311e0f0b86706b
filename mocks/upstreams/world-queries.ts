import { WINDOW_PLACEHOLDER } from '#bff/sources/prometheus/wire-queries.ts'

/**
 * The world's metrics in names of its own (preset `custom`), and the PromQL that a configuration asks for them with. The
 * fake answers these texts; a real Prometheus that scrapes `/metrics?preset=custom` answers them too.
 */

export const WORLD_METRICS = {
  requests: 'spillway_world_requests_total',
  latency: 'spillway_world_latency_ms',
  zoneRequests: 'spillway_world_zone_requests_total',
  saturation: 'spillway_world_saturation',
  breakersOpen: 'spillway_world_breakers_open',
  instances: 'spillway_world_instances',
  streamStarts: 'spillway_world_stream_starts_total',
  clock: 'spillway_world_clock_seconds',
} as const

export const WORLD_LABELS = {
  source: 'caller',
  target: 'callee',
  sourceRegion: 'caller_region',
  targetRegion: 'callee_region',
  protocol: 'protocol',
  service: 'service',
  region: 'region',
  zone: 'zone',
  owner: 'owner',
  domain: 'domain',
  kind: 'kind',
} as const

/** The label that scrape targets carry: `region` alone would collide with the metrics' own. */
export const SCRAPE_REGION = 'scrape_region'
export const UP_SELECTOR = 'up{job="spillway-world"}'
export const ISTIO_UP_SELECTOR = 'up{job="spillway-world-istio"}'

const EDGE = 'caller, callee, caller_region, callee_region, protocol'
const range = `[${WINDOW_PLACEHOLDER}]`

export const WORLD_QUERIES = {
  requests: `sum by (${EDGE}) (rate(${WORLD_METRICS.requests}${range}))`,
  errors: `sum by (${EDGE}) (rate(${WORLD_METRICS.requests}{outcome=~"error|timeout"}${range}))`,
  degraded: `sum by (${EDGE}) (rate(${WORLD_METRICS.requests}{outcome="degraded"}${range}))`,
  p50: quantile(0.5),
  p90: quantile(0.9),
  p99: quantile(0.99),
  saturation: WORLD_METRICS.saturation,
  breakersOpen: WORLD_METRICS.breakersOpen,
  serviceZones: `${WORLD_METRICS.instances}{state="ready"}`,
  zoneRequests: `sum by (region, zone) (rate(${WORLD_METRICS.zoneRequests}${range}))`,
  zoneErrors: `sum by (region, zone) (rate(${WORLD_METRICS.zoneRequests}{outcome=~"error|timeout"}${range}))`,
  sampleTime: `max by (${EDGE}) (timestamp(${WORLD_METRICS.requests}))`,
  clockAhead: `max(${WORLD_METRICS.clock} - timestamp(${WORLD_METRICS.clock}))`,
} as const

export const STREAM_STARTS_QUERY = `sum by (region) (rate(${WORLD_METRICS.streamStarts}${range}))`

function quantile(q: number): string {
  return `histogram_quantile(${q}, sum by (le, ${EDGE}) (rate(${WORLD_METRICS.latency}_bucket${range})))`
}
