import type { Clock } from './clock.ts'
import type { Configuration } from '#bff/config/configuration.ts'
import { createPcpSource } from '#bff/sources/pcp/source.ts'
import { createPrometheusSource } from '#bff/sources/prometheus/source.ts'
import { createVizceralSource } from '#bff/sources/vizceral/source.ts'
import type { TrafficSource } from '#bff/sources/source.ts'

/** The sources a configuration names, not yet asked anything. */
export function buildSources(input: { configuration: Configuration; clock: Clock }): TrafficSource[] {
  const regions = input.configuration.regions.map((region) => region.id)
  const regionAliases = new Map(
    input.configuration.regions.flatMap((region) => [
      [region.id, region.id] as const,
      ...region.aliases.map((alias) => [alias, region.id] as const),
    ]),
  )
  return input.configuration.sources.map((settings) => {
    switch (settings.kind) {
      case 'prometheus':
        return createPrometheusSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'vizceral':
        return createVizceralSource({ id: settings.id, settings, regions, regionAliases, clock: input.clock })
      case 'pcp':
        return createPcpSource({ id: settings.id, settings, regions, clock: input.clock })
    }
  })
}
