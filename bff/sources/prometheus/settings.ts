import { z } from 'zod'
import { CustomSettings } from './custom-settings.ts'
import { EnvoySettings } from './envoy-settings.ts'
import { IstioSettings } from './istio-settings.ts'
import { ServiceGraphSettings } from './service-graph-settings.ts'

/**
 * One entry of `sources:` with `kind: prometheus`; each preset's keys stand in a file of its own. Nothing here is ever
 * printed but ids, names, queries and the url.
 */
export const PrometheusSettings = z.discriminatedUnion('preset', [
  IstioSettings,
  ServiceGraphSettings,
  EnvoySettings,
  CustomSettings,
])
export type PrometheusSettings = z.infer<typeof PrometheusSettings>
/** As written in the file, before defaults. */
export type PrometheusSettingsInput = z.input<typeof PrometheusSettings>

/** Whether what enters through a gateway that nobody is seen to call is known by what it sends on. */
export function derivesEntries({ preset }: PrometheusSettings): boolean {
  return preset === 'istio' || preset === 'envoy'
}

/** Whether circuit breakers are among what this source is asked for. */
export function tellsBreakers(settings: PrometheusSettings): boolean {
  return settings.resilience4j !== undefined || (settings.preset === 'envoy' && settings.circuitBreakers)
}
