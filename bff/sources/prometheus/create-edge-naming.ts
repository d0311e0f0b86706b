import { canonicalNames, createCustomNaming, createIstioNaming, type EdgeNaming } from './edge-naming.ts'
import { createEnvoyNaming } from './envoy-naming.ts'
import type { RegionNames } from './names.ts'
import { createServiceGraphNaming } from './service-graph-naming.ts'
import type { PrometheusSettings } from './settings.ts'
import type { WireLabels } from './wire.ts'

/** Each preset's way of telling which connection a row speaks of; a mesh's needs to have seen the rows before. */
export function createEdgeNaming(
  settings: PrometheusSettings,
  regions: RegionNames,
  rows: () => Iterable<WireLabels>,
): EdgeNaming {
  switch (settings.preset) {
    case 'istio':
      return createIstioNaming(settings, regions, canonicalNames(rows()))
    case 'otel-servicegraph':
      return createServiceGraphNaming(settings, regions)
    case 'envoy':
      return createEnvoyNaming(settings, regions)
    case 'custom':
      return createCustomNaming(settings, regions)
  }
}

/** What the latency queries' answers are multiplied with to be milliseconds. */
export function latencyFactorOf(settings: PrometheusSettings): number {
  switch (settings.preset) {
    case 'istio':
    case 'envoy':
      return 1
    case 'otel-servicegraph':
      return settings.metrics.latencyUnit === 'ms' ? 1 : 1_000
    case 'custom':
      return settings.latencyUnit === 's' ? 1_000 : 1
  }
}
